-- Each event of the audit names the hash of the one before it, and none is missing.
select null::text as customer, chain as what, format('event %s does not follow', seq) as detail
from (
  select chain, seq, prev_hash, lag(hash) over own as before, lag(seq) over own as seq_before
  from audit_event window own as (partition by chain order by seq)
) linked
where seq_before is not null and (prev_hash <> before or seq <> seq_before + 1)
  or seq_before is null and seq <> 1
