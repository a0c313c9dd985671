-- Whatever the partner did to a subscription at Microsoft was decided: as many stops and starts as are on record, at most.
-- What is on record may be more, where Microsoft or the customer was there first.
select customer.customer, at_change.subscription as what,
  format('%s %s times at Microsoft, %s times on record', change, count(*), (
    select count(*) from fact
    join subscription using (customer)
    where fact.customer = customer.customer and microsoft_id = at_change.subscription
      and fact.body ->> 'subscription' = subscription.subscription
      and fact.kind = case change when 'suspended' then 'subscription.stopped' else 'subscription.restored' end)) as detail
from at_change join customer using (tenant)
where by = 'partner' and change in ('suspended', 'reactivated')
group by customer.customer, at_change.subscription, change
having count(*) > (
  select count(*) from fact
  join subscription using (customer)
  where fact.customer = customer.customer and microsoft_id = at_change.subscription
    and fact.body ->> 'subscription' = subscription.subscription
    and fact.kind = case change when 'suspended' then 'subscription.stopped' else 'subscription.restored' end)
