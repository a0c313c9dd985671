-- What was posted is the book: every invoice on its day with its due day and amount, and its payment on the day on which
-- it was settled (where the run was distorted on purpose, the invoices only).
with book as (
  select customer, trim(invoice) as invoice, to_date(issued, day_format) as issued, to_date(due, day_format) as due,
         translate(amount, decimal_mark, '.')::numeric * power(10::numeric, minor_digits) as amount,
         greatest(to_date(nullif(trim(settled), ''), day_format), to_date(issued, day_format)) as settled
  from raw_book, terms
), expected as (
  select customer, 'invoice' as kind, issued as day, invoice, due, amount from book, terms where issued between from_day and to_day
  union all
  select customer, 'payment', settled, invoice, null, amount
  from book, terms where issued >= from_day and settled <= to_day and not distorted
), actual as (
  select posted.customer, kind, day, invoice, due, amount
  from posted, terms where kind = 'invoice' or (kind = 'payment' and not distorted)
), differing as (
  (select 'only in the book' as side, * from expected except select 'only in the book', * from actual)
  union all
  (select 'only posted', * from actual except select 'only posted', * from expected)
)
select customer, day, format('%s: %s %s over %s', side, kind, invoice, amount) as detail from differing order by day, customer
