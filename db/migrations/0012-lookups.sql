-- By what money finds its customer, and commands by customer.

-- Tax ids are compared by their digits: people write them with and without country, spaces and hyphens.
create index customer_profile_by_tax_number on customer_profile (regexp_replace(tax_id, '\D', '', 'g')) where tax_id is not null;

-- Money without a name may be for the invoice over the same amount.
create index invoice_open_by_amount on invoice (seller_id, currency, remaining_minor) where remaining_minor > 0;

-- A bank reference is the end of a prepayment's id.
create index prepayment_by_reference on prepayment (right(id, 10));

create index command_by_customer on command (customer_id, kind, fact_version);

-- How a prepayment can be paid is arranged before the life asks for it: the letter that asks names the page.
alter table prepayment_request drop constraint prepayment_request_prepayment_id_fkey;
