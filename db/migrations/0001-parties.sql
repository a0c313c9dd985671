-- Who takes part: sellers (one installation is one partner), resellers, customers, and what is written about them.
-- Personal data stands in side tables, so that it can be erased without breaking a chain of hashes.

create extension if not exists pg_trgm;

create table seller (
  id text primary key,
  key text not null unique,
  name text not null,
  tax_id text,
  addresses jsonb not null default '[]',
  bank_accounts jsonb not null default '[]',
  number_series jsonb not null default '{}',
  -- Zone of accounting days.
  time_zone text not null,
  revision integer not null default 1,
  created_at timestamptz not null
);

create table reseller (
  id text primary key,
  seller_id text not null references seller,
  name text not null,
  created_at timestamptz not null
);

create table customer (
  id text primary key,
  seller_id text not null references seller,
  reseller_id text references reseller,

  -- Traits: a projection of `customer.registered` and `customer.changed`.
  external_id text not null,
  country text not null check (country ~ '^[A-Z]{2}$'),
  time_zone text not null,
  locale text not null,
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  legal_status text check (legal_status in ('company', 'soleTrader', 'consumer', 'publicBody')),
  terms jsonb,
  onboarding text not null check (onboarding in ('standard', 'existing')),
  credit_limit_minor bigint,
  microsoft_tenant_id text,
  contact_revision integer not null default 0,
  policy_key text not null,
  policy_version integer not null,

  -- business now = wall now + clock_offset_ms; a run on a test clock starts clock_shift_ms away from its own time.
  clock_mode text not null default 'live' check (clock_mode in ('live', 'test')),
  clock_offset_ms bigint not null default 0,
  clock_shift_ms bigint not null default 0,

  -- The mark that is the outbox, and how far the life has followed it.
  fact_version integer not null default 0,
  delivered_version integer not null default 0,
  assessed_version integer not null default 0,
  marked_at timestamptz not null,
  marked_because text not null default '',
  epoch integer not null default 1,

  -- Heads of the two chains of this customer.
  facts_hash bytea not null,
  audit_seq integer not null default 0,
  audit_hash bytea not null,

  -- What the latest decision says.
  latest_decision_id text,
  phase text not null check (phase in ('applied', 'verifying', 'awaitingPrepayment', 'active', 'dunning', 'suspended',
                                       'reinstating', 'terminating', 'closed', 'refused')),
  service text not null check (service in ('none', 'on', 'partial', 'off')),
  wake_at timestamptz,
  next_step jsonb,
  dunning jsonb,
  assessed_at timestamptz,

  created_at timestamptz not null,
  closed_at timestamptz,

  unique (seller_id, external_id),
  check (delivered_version <= fact_version),
  check (assessed_version <= fact_version),
  check (clock_mode = 'test' or (clock_offset_ms = 0 and clock_shift_ms = 0))
);

create index customer_by_phase on customer (phase, id);
create index customer_by_external_id on customer (external_id);
create index customer_by_part_of_external_id on customer using gin (lower(external_id) gin_trgm_ops);
create index customer_by_tenant on customer (microsoft_tenant_id) where microsoft_tenant_id is not null;
create index customer_by_policy on customer (policy_key, policy_version, id);
-- The relay's and the sweep's questions.
create index customer_undelivered on customer (marked_at) where fact_version > delivered_version;
create index customer_behind on customer (marked_at) where fact_version > assessed_version;
create index customer_deadline on customer (wake_at) where wake_at is not null and clock_mode = 'live';

create table customer_profile (
  customer_id text primary key references customer,
  revision integer not null,
  name text,
  tax_id text,
  registration_number text,
  addresses jsonb not null default '[]',
  notes text,
  -- Salts the digests in this customer's audit events; without it they point to nothing.
  salt bytea,
  erased_at timestamptz
);

create index customer_profile_by_name on customer_profile using gin (lower(name) gin_trgm_ops);
create index customer_profile_by_tax_id on customer_profile (tax_id) where tax_id is not null;

create table customer_profile_revision (
  customer_id text not null references customer,
  revision integer not null,
  effective_on date not null,
  recorded_at timestamptz not null,
  actor text not null,
  name text,
  tax_id text,
  registration_number text,
  addresses jsonb not null default '[]',
  notes text,
  primary key (customer_id, revision)
);

-- All contacts of a revision stand together; the greatest revision is the current one.
create table customer_contact (
  customer_id text not null references customer,
  revision integer not null,
  position smallint not null,
  role text not null,
  name text,
  email text,
  effective_on date not null,
  recorded_at timestamptz not null,
  actor text not null,
  primary key (customer_id, revision, position)
);

-- Every text that a person typed about something: `subject_id` is the customer, or the hold, dispute, credit note … meant.
create table note (
  id text primary key,
  customer_id text references customer,
  subject_id text not null,
  kind text not null,
  text text,
  actor text not null,
  at timestamptz not null,
  recorded_at timestamptz not null,
  erased_at timestamptz
);

create index note_by_subject on note (subject_id, id);
create index note_by_customer on note (customer_id, id);
