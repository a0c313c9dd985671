-- Every subscription stands on record as it stands at Microsoft, and none is known to one side only.
select coalesce(ours.customer, theirs.customer) as customer, coalesce(microsoft_id, theirs.id) as what,
  format('%s on record, %s at Microsoft', coalesce(actual, 'not'), coalesce(status, 'not there')) as detail
from subscription ours
full join (select customer.customer, id, status from at_subscription join customer using (tenant)) theirs
  on theirs.customer = ours.customer and theirs.id = ours.microsoft_id
where actual is distinct from status
