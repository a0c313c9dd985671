-- Everybody is back on the day on which nothing is overdue any more; nobody before; and each subscription is stopped and
-- started in turn.
select service.customer, day.day::date as day, 'still stopped although nothing is overdue' as detail
from service
cross join lateral generate_series(service.day, service.until_day - 1, interval '1 day') as day(day)
where service.off > 0 and not exists (
  select from owed
  where owed.customer = service.customer and owed.open > 0 and owed.due < day.day::date
    and day.day::date >= owed.from_day and day.day::date < owed.until_day)
union all
-- A due day that the law moves is later by a long weekend at most; a reversal may come later on the same day.
select customer, day, 'started although a debt was overdue'
from (select distinct customer, day from happened where what = 'reinstatement') back
where exists (
  select from owed
  where owed.customer = back.customer and owed.open > 0 and owed.due < back.day - 6
    and back.day >= owed.from_day and back.day < owed.until_day)
and not exists (select from posted where posted.customer = back.customer and posted.day = back.day and kind = 'reversal')
union all
select customer, day, format('%s: %s after %s', which, what, coalesce(before, 'nothing'))
from (
  select customer, day, which, what, lag(what) over (partition by customer, which order by at) as before
  from happened where what in ('suspension', 'reinstatement')
) turns
where what = coalesce(before, 'reinstatement')
