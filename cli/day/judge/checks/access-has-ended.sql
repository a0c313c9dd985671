-- Every role that was given for a time was given, and is gone: on record, and at Microsoft.
select customer, id as what, case when activated then 'its end is not on record' else 'it was never given' end as detail
from access_grant where not (activated and ended)
union all
select customer, id, 'the role stands at Microsoft'
from access_grant join at_role using (azure, principal)
