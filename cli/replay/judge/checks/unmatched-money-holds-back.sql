-- Money that may be somebody's holds back whatever would be done to him, from the day it comes until it is matched.
select act.customer, act.day, format('%s while payment %s had no owner', act.step, suspected.payment) as detail
from (
  select customer, day, step from sent
  union all
  select customer, day, 'a suspension' from stopped
) act
join suspected on suspected.customer = act.customer
where act.day >= suspected.from_day and act.day < suspected.until_day
