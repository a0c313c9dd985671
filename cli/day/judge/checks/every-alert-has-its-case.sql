-- Whatever way it came and however often, an alert is part of one case.
select customer.customer, guid as what, format('it is in %s cases', count(distinct case_fact.case_id)) as detail
from at_alert
left join customer using (tenant)
left join case_fact on case_fact.kind = 'case.alertLinked' and case_fact.body ->> 'occurrence' = at_alert.azure || '/' || at_alert.guid
group by customer.customer, guid
having count(*) filter (where case_fact.case_id is not null) <> 1
