-- What Microsoft suspended by itself became a case, each time.
select customer.customer, at_change.subscription as what, 'suspended by Microsoft, and no case' as detail
from at_change join customer using (tenant)
where change = 'suspended' and by = 'microsoft'
group by customer.customer, at_change.subscription
having count(*) > (
  select count(*) from security_case join case_fact on case_id = id and case_fact.kind = 'case.suspensionLinked'
  join subscription on subscription.customer = customer.customer and subscription.subscription = case_fact.body ->> 'subscription'
  where microsoft_id = at_change.subscription)
