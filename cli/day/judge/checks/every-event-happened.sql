-- A day in which little happened proves nothing: at most one event in twenty found nothing to happen to.
select null::text as customer, kind as what, format('%s of %s events were impossible', count(*) filter (where outcome <> 'happened'), count(*)) as detail
from played
group by grouping sets ((), kind)
having kind is null and count(*) filter (where outcome <> 'happened') > count(*) / 20.0
