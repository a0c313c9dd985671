-- Nobody is stopped without a warning that was delivered, long enough before, about a debt that was never settled since.
select stopped.customer, stopped.day, 'stopped without a delivered warning for this debt' as detail
from stopped, terms
where not exists (
  select from sent
  join ladder on ladder.step = sent.step and ladder.must_precede is not null
  where sent.customer = stopped.customer
    and stopped.day - sent.day >= minimum_notice_days
    and coalesce(sent.delivered_at, sent.at + make_interval(hours => coalesce((policy ->> 'bounceWindowHours')::int, 24))) <= stopped.at
    and not exists (
      -- a day since then at whose end nothing was overdue
      select from generate_series(sent.day, stopped.day, interval '1 day') as since(day)
      where not exists (
        select from owed
        where owed.customer = stopped.customer and owed.open > 0
          and since.day::date >= owed.from_day and since.day::date < owed.until_day and owed.due < since.day::date))
)
