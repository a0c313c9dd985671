-- Each promise of each case was kept in time.
select customer, id as what, format('%s was to be by %s', clock ->> 'name', to_timestamp((clock ->> 'at')::numeric / 1000)) as detail
from security_case cross join lateral jsonb_array_elements(clocks) clock
where (clock ->> 'missed')::boolean or clock ->> 'metAt' is null or (clock ->> 'metAt')::numeric > (clock ->> 'at')::numeric
