-- Each step after the due day follows the one before it in the same case, at the policy's distance; the distance from
-- the oldest overdue due day is kept; and nobody hears twice on one day.
with act as (
  select customer, day, at, step, occurrence, case_number from sent
  union all
  -- A suspension belongs to the case of the latest notice before it.
  select stopped.customer, stopped.day, stopped.at, ladder.step, '',
         (select case_number from sent where sent.customer = stopped.customer and sent.at < stopped.at and case_number <> 'pre'
          order by sent.at desc limit 1)
  from stopped join ladder on ladder.kind = 'suspend'
), placed as (
  select act.*, ladder.position, ladder.m, ladder.after_previous, below.step as below
  from act join ladder using (step)
  left join ladder below on below.position = ladder.position - 1 and below.m >= 0
)
select customer, day, format('%s %s came %s days after %s', step, occurrence, day - latest, below) as detail
from placed
cross join lateral (
  select max(before.day) as latest from act before
  where before.customer = placed.customer and before.case_number = placed.case_number
    and before.step = placed.below and before.at < placed.at
) previous
where below is not null and (latest is null or day - latest < coalesce(after_previous, 1))
union all
select customer, day, format('%s %s came before %s days had passed since the due day', step, occurrence, m)
from placed
where m >= 0 and not exists (
  select from owed
  where owed.customer = placed.customer and owed.open > 0 and day >= owed.from_day and day < owed.until_day
    and owed.due + m <= day)
union all
-- The due day by law can be later than the printed one, by a long weekend at most.
select customer, day, format('%s %s is not within %s days before a due day', step, occurrence, -m)
from placed
where m < 0 and not exists (
  select from owed
  where owed.customer = placed.customer and owed.open > 0 and day >= owed.from_day and day < owed.until_day
    and owed.due + m <= day and day <= owed.due + 6)
union all
select customer, day, format('%s steps on one day', count(*)) from act group by customer, day having count(*) > 1
union all
select customer, min(day), format('%s %s came %s times', step, occurrence, count(*))
from sent group by customer, step, occurrence having count(*) > 1
