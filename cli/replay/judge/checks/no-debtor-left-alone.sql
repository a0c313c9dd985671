-- Whoever owes one invoice for long, with nothing that speaks for him, is stopped: the whole ladder, a week for its
-- distances and holidays, and another for those of the day on which the last dispute or stray payment ended.
with spell as (
  select owed.customer, owed.invoice, least(owed.until_day, to_day + 1) as until_day,
         greatest(owed.due, owed.from_day,
           (select max(least(disputed.until_day, to_day + 1)) from disputed
            where disputed.customer = owed.customer and disputed.from_day < owed.until_day),
           (select max(least(suspected.until_day, to_day + 1)) from suspected
            where suspected.customer = owed.customer and suspected.from_day < owed.until_day)) as from_day
  from owed, terms where owed.open > 0
)
select spell.customer, spell.until_day as day, format('invoice %s was overdue since %s and nothing was stopped', spell.invoice, spell.from_day) as detail
from spell
join ladder on ladder.kind = 'suspend'
where spell.until_day - spell.from_day > ladder.m + 14
  and not exists (
    select from service
    where service.customer = spell.customer and service.off > 0
      and service.day < spell.until_day and service.until_day > spell.from_day)
