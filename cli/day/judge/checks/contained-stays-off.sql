-- What was cancelled for fraud is off when the day ends, also where the customer had switched it on again.
select security_case.customer, target as what, 'cancelled for fraud, and on' as detail
from security_case
join customer using (customer)
join case_fact on case_id = id and case_fact.kind = 'case.containmentOrdered' and case_fact.body ->> 'action' = 'cancelAzureSubscriptions'
cross join lateral jsonb_array_elements_text(case_fact.body -> 'targets') target
join at_azure on at_azure.tenant = customer.tenant and at_azure.id = target
where verdict = 'fraud' and at_azure.status = 'active'
