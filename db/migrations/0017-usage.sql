-- What customers consume, by day, as it became known. A statement is never changed: a later one of the same day replaces it
-- for whoever asks later.

create table usage_statement (
  customer_id text not null references customer,
  day date not null,
  known_at timestamptz not null,
  -- [{region, service, kind, cost, night}], minor units of `currency` as texts.
  lines jsonb not null,
  -- Their sum.
  cost_minor bigint not null,
  currency text not null,
  primary key (customer_id, day, known_at)
);

create trigger insert_only before update or delete or truncate on usage_statement
  for each statement execute function refuse_change();

-- The last figures of Microsoft's list: a customer whose line has not changed is not looked at any further.
create table usage_mark (
  customer_id text primary key references customer,
  total text not null,
  budget text,
  seen_at timestamptz not null
);

-- What was consumed and not yet invoiced: an invoice is taken to cover everything before the month in which it is issued, so
-- that the days between the end of a month and its invoice count (rather too much than too little is at risk).
create view unbilled_usage as
select customer.id as customer_id, customer.currency, sum(latest.cost_minor)::bigint as amount_minor
from customer
join lateral (
  select distinct on (stated.day) stated.cost_minor
  from usage_statement stated
  where stated.customer_id = customer.id
    and stated.currency = customer.currency
    and stated.day >= coalesce((
      select date_trunc('month', max(invoice.issued_on))::date from invoice
      where invoice.customer_id = customer.id and invoice.state <> 'void'), '0001-01-01')
  order by stated.day, stated.known_at desc
) latest on true
group by customer.id;

-- Everything that exposure is made of; prepaid and unapplied as in the ledger, negative when there is money.
create view exposure_part as
select customer_id, currency, account, amount_minor from balance
where customer_id is not null and account in ('receivable', 'prepaid', 'unapplied')
union all
select customer_id, currency, 'unbilled', amount_minor from unbilled_usage;

grant select on unbilled_usage, exposure_part to tenure_app;
grant select, insert on usage_statement to tenure_app;
grant select, insert, update on usage_mark to tenure_app;
