-- The judge's own arithmetic, from the rows that were posted.

create view movement as
select customer, invoice, day, amount from posted where kind = 'invoice'
union all
select customer, invoice, day, -amount from posted where kind in ('payment', 'match')
union all
-- A reversal names the payment only: whatever that was put on is owed again.
select paid.customer, paid.invoice, back.day, paid.amount
from posted back
join posted paid on paid.payment = back.payment and paid.customer = back.customer and paid.kind in ('payment', 'match')
where back.kind = 'reversal';

-- How much of an invoice is owed from the end of a day's postings until the next posting about it.
create materialized view owed as
select customer, invoice, due, from_day, coalesce(lead(from_day) over each_invoice, 'infinity'::date) as until_day, open
from (
  select customer, invoice, day as from_day, sum(sum(amount)) over (partition by customer, invoice order by day) as open
  from movement group by customer, invoice, day
) balances
join (select customer, invoice, due from posted where kind = 'invoice') invoices using (customer, invoice)
window each_invoice as (partition by customer, invoice order by from_day);
create index on owed (customer, from_day) where open > 0;

create materialized view disputed as
select opened.customer, opened.invoice, opened.day as from_day, coalesce(min(ended.day), 'infinity'::date) as until_day
from posted opened
left join posted ended on ended.kind = 'resolution' and ended.customer = opened.customer and ended.invoice = opened.invoice
where opened.kind = 'dispute'
group by opened.customer, opened.invoice, opened.day;

-- Money without an owner that held somebody's dunning back.
create materialized view suspected as
select came.customer, came.payment, came.day as from_day, coalesce(min(matched.day), 'infinity'::date) as until_day
from posted came
left join posted matched on matched.kind = 'cleared' and matched.customer = came.customer and matched.payment = came.payment
where came.kind = 'suspected'
group by came.customer, came.payment, came.day;

-- The ladder, straight from the policy: m is the distance from the due day.
create materialized view ladder as
with recursive step as (
  select ordinality::int as position, value as step
  from terms, jsonb_array_elements(policy -> 'steps') with ordinality
), distance as (
  select position, step, (step #>> '{after,days}')::int as m from step where position = 1
  union all
  select step.position, step.step,
         (step.step #>> '{after,days}')::int + case when step.step #>> '{after,from}' = 'previous' then distance.m else 0 end
  from distance join step on step.position = distance.position + 1
)
select position, step ->> 'key' as step, step ->> 'kind' as kind, m, step ->> 'mustPrecede' as must_precede,
       case when step #>> '{after,from}' = 'previous' then (step #>> '{after,days}')::int end as after_previous
from distance;

create materialized view sent as
select customer, at, day, split_part(which, ' ', 1) as step, split_part(which, ' ', 2) as occurrence,
       split_part(split_part(which, ' ', 2), '.', 1) as case_number, delivered_at
from happened where what = 'notice';

-- One suspension a day, however many subscriptions it stopped.
create materialized view stopped as
select customer, day, min(at) as at from happened where what = 'suspension' group by customer, day;

-- Days on which all subscriptions of a customer were on again, or off, after everything of that day.
create materialized view service as
select customer, day, sum(sum(case what when 'suspension' then 1 else -1 end)) over (partition by customer order by day) as off,
       coalesce(lead(day) over (partition by customer order by day), (select to_day + 1 from terms)) as until_day
from happened where what in ('suspension', 'reinstatement')
group by customer, day;

analyze;
