-- What customers owe and paid: projections of the money facts, which `rebuild` compares with the facts. Constraints make
-- wrong states impossible; texts that came with an invoice or a payment stand in tables of their own.

create table invoice (
  id text primary key,
  seller_id text not null references seller,
  customer_id text not null references customer,
  number text not null,
  currency text not null,
  issued_on date not null,
  due_on date not null,
  total_minor bigint not null check (total_minor >= 0),
  net_minor bigint not null,
  tax_minor bigint not null,
  paid_minor bigint not null check (paid_minor between 0 and total_minor),
  credited_minor bigint not null check (credited_minor between 0 and total_minor),
  written_off_minor bigint not null check (written_off_minor between 0 and total_minor),
  remaining_minor bigint not null check (remaining_minor >= 0),
  state text not null check (state in ('open', 'paid', 'void', 'writtenOff')),
  fact_version integer not null,
  recorded_at timestamptz not null,
  constraint invoice_number_once unique (seller_id, number),
  check (net_minor + tax_minor = total_minor),
  constraint invoice_adds_up check (total_minor = paid_minor + credited_minor + written_off_minor + remaining_minor),
  check ((state = 'open') = (remaining_minor > 0))
);

create index invoice_by_customer on invoice (customer_id, id);
create index invoice_by_state on invoice (state, id);

create table invoice_line (
  invoice_id text not null references invoice deferrable initially deferred,
  line integer not null,
  description text,
  -- Decimals with at most ten fraction digits.
  quantity numeric not null,
  unit_price numeric not null,
  tax_rate numeric not null,
  net_minor bigint not null,
  tax_minor bigint not null,
  primary key (invoice_id, line)
);

create table instalment (
  invoice_id text not null references invoice,
  instalment integer not null,
  customer_id text not null references customer,
  due_on date not null,
  effective_due_on date not null check (effective_due_on >= due_on),
  amount_minor bigint not null check (amount_minor >= 0),
  open_minor bigint not null check (open_minor between 0 and amount_minor),
  primary key (invoice_id, instalment)
);

create index instalment_open on instalment (customer_id, effective_due_on) include (open_minor, invoice_id) where open_minor > 0;
create index instalment_open_by_day on instalment (effective_due_on, customer_id) where open_minor > 0;
create index instalment_by_customer on instalment (customer_id);

alter table journal_line add foreign key (invoice_id, instalment) references instalment;

create table credit_note (
  id text primary key,
  invoice_id text not null references invoice,
  customer_id text not null references customer,
  kind text not null check (kind in ('creditNote', 'void', 'dispute')),
  currency text not null,
  amount_minor bigint not null check (amount_minor >= 0),
  net_minor bigint not null,
  tax_minor bigint not null,
  effective_on date not null,
  fact_version integer not null,
  recorded_at timestamptz not null,
  check (net_minor + tax_minor = amount_minor)
);

create index credit_note_by_invoice on credit_note (invoice_id, id);
create index credit_note_by_customer on credit_note (customer_id, id);

create table payment (
  id text primary key,
  customer_id text not null references customer,
  currency text not null,
  amount_minor bigint not null check (amount_minor > 0),
  method text not null check (method in ('bankTransfer', 'card', 'blik', 'directDebit', 'other')),
  received_on date not null,
  -- As it was put when it came.
  unapplied_minor bigint not null check (unapplied_minor >= 0),
  prepaid_minor bigint not null check (prepaid_minor >= 0),
  prepayment_id text,
  reversal_kind text check (reversal_kind in ('chargeback', 'return', 'correction')),
  reversed_on date,
  fact_version integer not null,
  recorded_at timestamptz not null,
  check (unapplied_minor + prepaid_minor <= amount_minor),
  check ((reversal_kind is null) = (reversed_on is null))
);

create index payment_by_customer on payment (customer_id, id);
create index payment_by_day on payment (received_on, id);

-- Money lying on an instalment, by source: a payment's id, `prepaid` or `unapplied`. Zero once it was taken off again.
create table allocation (
  invoice_id text not null,
  instalment integer not null,
  source text not null,
  customer_id text not null references customer,
  amount_minor bigint not null check (amount_minor >= 0),
  primary key (invoice_id, instalment, source),
  foreign key (invoice_id, instalment) references instalment
);

create index allocation_by_source on allocation (source);
create index allocation_by_customer on allocation (customer_id);

-- What the sender of money said, whether or not a customer was found: the same money is known by one external id for ever.
create table payment_receipt (
  payment_id text primary key,
  seller_id text not null references seller,
  customer_id text references customer,
  external_id text,
  method text not null,
  currency text not null,
  amount_minor bigint not null check (amount_minor > 0),
  received_on date not null,
  reference text,
  payer text,
  recorded_at timestamptz not null,
  constraint payment_external_id_once unique (seller_id, external_id)
);

-- Money is posted only with its receipt: without the sender's id for it, the same transfer could count twice.
alter table payment add constraint payment_has_receipt foreign key (id) references payment_receipt deferrable initially deferred;

create index payment_receipt_by_customer on payment_receipt (customer_id, payment_id);

create table unmatched_payment (
  payment_id text primary key references payment_receipt,
  seller_id text not null references seller,
  state text not null check (state in ('unmatched', 'matched', 'returned')),
  -- Customers it may belong to, with the reason: it holds back notices and suspension of each of them.
  suspects jsonb not null default '[]',
  matched_customer_id text references customer,
  at timestamptz not null,
  recorded_at timestamptz not null,
  ended_at timestamptz,
  check ((state = 'unmatched') = (ended_at is null)),
  check ((state = 'matched') = (matched_customer_id is not null))
);

create index unmatched_payment_open on unmatched_payment (payment_id) where state = 'unmatched';

create table prepayment (
  id text primary key,
  customer_id text not null references customer,
  currency text not null,
  purpose text not null check (purpose in ('onboarding', 'topUp')),
  amount_minor bigint not null check (amount_minor > 0),
  settled_minor bigint not null check (settled_minor >= 0),
  state text not null check (state in ('requested', 'partlyPaid', 'settled')),
  requested_at timestamptz not null
);

create index prepayment_by_customer on prepayment (customer_id, id);

-- How it can be paid.
create table prepayment_request (
  prepayment_id text primary key references prepayment deferrable initially deferred,
  customer_id text not null references customer,
  bank_reference text not null unique,
  checkout_url text,
  gateway_session text unique
);

create table payment_instrument (
  id text primary key,
  customer_id text not null references customer,
  funding text not null check (funding in ('credit', 'debit', 'prepaid', 'unknown', 'notACard')),
  state text not null check (state in ('accepted', 'refused', 'review')),
  gateway_payment_method text not null,
  recorded_at timestamptz not null
);

create index payment_instrument_by_customer on payment_instrument (customer_id, id);
create index payment_instrument_by_gateway_id on payment_instrument (gateway_payment_method);

-- Digest of the card's fingerprint: tells that two customers use one card without keeping what it is.
create table instrument_fingerprint (
  instrument_id text primary key references payment_instrument deferrable initially deferred,
  customer_id text not null references customer,
  fingerprint_hash bytea not null
);

create index instrument_fingerprint_by_hash on instrument_fingerprint (fingerprint_hash);
