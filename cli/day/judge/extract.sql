-- What the product has on record, as its own tables say.
insert into customer
select id, microsoft_tenant_id, replace(external_id, 'citizen-', '')::integer,
  fact_version = assessed_version and fact_version = delivered_version
from public.customer where external_id like 'citizen-%';

insert into security_case
select id, customer_id, kind, source, verdict, closed_at, clocks, last_seq = delivered_seq from public.security_case;

insert into case_fact select case_id, seq, kind, at, body from public.security_case_fact;

insert into subscription
select customer_id, id, microsoft_id, actual from public.subscription where microsoft_id is not null;

insert into fact select customer_id, kind, at, body from public.fact where kind like 'subscription.%';

insert into effect select customer_id, effect_key, state from public.effect;

insert into consumed
select customer_id, sum(cost_minor) from (
  select distinct on (customer_id, day) customer_id, cost_minor from public.usage_statement
  order by customer_id, day, known_at desc
) latest group by customer_id;

insert into access_grant
select id, customer_id, target ->> 'subscription', target ->> 'principal',
  (select body ->> 'because' from public.access_grant_fact where grant_id = access_grant.id and kind = 'grant.refused'),
  assignment is not null,
  closed_at is not null and ended_at is not null, last_seq = delivered_seq
from public.access_grant;

insert into notice_mail select id, mailbox_id, outcome, cases from public.notice_mail;

insert into partner_task select what, subject, opened_at from public.partner_task;

insert into audit_event select chain, seq, prev_hash, hash from public.audit_event;
