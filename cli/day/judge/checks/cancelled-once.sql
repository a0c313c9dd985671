-- An Azure subscription was cancelled as often as somebody ordered it, at most.
select customer.customer, target as what,
  format('cancelled %s times, ordered %s times', count(*), max(orders)) as detail
from at_change join customer using (tenant)
cross join lateral (
  select count(*) as orders
  from security_case join case_fact on case_id = id and case_fact.kind = 'case.containmentSent'
  where security_case.customer = customer.customer) ordered
where by = 'partner' and change = 'azureCancelled'
group by customer.customer, target
having count(*) > max(orders)
