-- Our application's consent in a customer's tenant is owed like the attestation and the budget (contract §1.3); when the customer
-- is closed and nothing is left to do there, its withdrawal is.
alter table microsoft_duty drop constraint microsoft_duty_kind_check;
alter table microsoft_duty
  add constraint microsoft_duty_kind_check check (kind in ('agreement', 'budget', 'consent', 'withdrawal'));

-- Whoever was given a tenant before: nobody has asked for the consent there.
insert into microsoft_duty (customer_id, kind, revision, state, asked_at)
select id, 'consent', 1, 'due', now()
from customer
where microsoft_tenant_id is not null and phase not in ('closed', 'refused');
