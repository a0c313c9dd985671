-- Nobody hears from us, or is stopped, who owes nothing on that day: before the due day something must be open, after it
-- something must be overdue and not disputed.
select act.customer, act.day, format('%s while nothing was owed for it', act.step) as detail
from (
  select customer, day, step from sent
  union all
  select customer, day, ladder.step from stopped join ladder on ladder.kind = 'suspend'
) act
join ladder using (step)
where not exists (
  select from owed
  where owed.customer = act.customer and owed.open > 0 and act.day >= owed.from_day and act.day < owed.until_day
    and (ladder.m < 0 or owed.due < act.day)
    and not exists (
      select from disputed
      where disputed.customer = owed.customer and disputed.invoice = owed.invoice
        and act.day >= disputed.from_day and act.day < disputed.until_day)
)
