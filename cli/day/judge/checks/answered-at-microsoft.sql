-- Every case is closed, and each of its alerts carries the verdict at Microsoft; fraudEvents have no word for legitimate.
select customer, id as what, 'it is not closed' as detail from security_case where closed_at is null
union all
select security_case.customer, guid, format('%s for %s at Microsoft, %s/%s', verdict, id, status, reason)
from security_case
join case_fact on case_id = id and case_fact.kind = 'case.alertLinked'
join at_alert on case_fact.body ->> 'occurrence' = at_alert.azure || '/' || at_alert.guid
where closed_at is not null and not (
  status = 'resolved' and (
    reason = case verdict when 'ignored' then 'ignore' else verdict end
    or (verdict = 'legitimate' and reason = 'ignore' and case_fact.body ->> 'way' = 'fraudEvents')))
