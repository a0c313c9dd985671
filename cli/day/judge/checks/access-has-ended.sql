-- Every role that was asked for was given, and is gone: on record, and at Microsoft. While the administrator's consent is
-- revoked Microsoft gives none: a grant waits for it, and where its time goes by meanwhile, that is on record instead.
select customer, id as what, format('given: %s, ended: %s, refused: %s', activated, ended, refused_because) as detail
from access_grant
where not (activated and ended) and not (
  refused_because in ('microsoft', 'shutOut') and exists (select from played where kind = 'consentRevoked'))
union all
select customer, id, 'the role stands at Microsoft'
from access_grant join at_role using (azure, principal)
