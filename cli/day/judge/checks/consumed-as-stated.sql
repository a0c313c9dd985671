-- What is on record as consumed is what Microsoft states, late and restated figures included.
select customer.customer, 'usage' as what, format('%s on record, %s at Microsoft', coalesce(consumed.minor, 0), at_consumed.minor) as detail
from at_consumed join customer using (tenant) left join consumed using (customer)
where at_consumed.minor <> coalesce(consumed.minor, 0)
