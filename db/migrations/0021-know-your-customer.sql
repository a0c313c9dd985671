-- Who the customer is: what shows it, what was agreed with it, what was not as agreed, and whom it shares things with.

alter table customer
  -- What the facts come to, as of the latest; for rows from before, as of the next.
  add column risk_tier text not null default 'medium' check (risk_tier in ('low', 'medium', 'high')),
  add column known_on date;

create index customer_by_risk_tier on customer (risk_tier, id);

-- An order of a high-risk customer may need a second person.
alter table approval drop constraint approval_subject_check;
alter table approval add constraint approval_subject_check check (subject in ('step', 'writeOff', 'order'));

-- Where a piece of evidence comes from, beside its fact: words that may name people can be erased, the digest stays.
create table evidence (
  id text primary key,
  customer_id text not null references customer,
  kind text not null,
  outcome text not null check (outcome in ('passed', 'failed', 'unclear')),
  on_day date not null,
  registered_on date,
  document_sha256 text,
  source text,
  reference text,
  note text,
  actor text not null,
  recorded_at timestamptz not null,
  erased_at timestamptz
);

create index evidence_by_customer on evidence (customer_id, id);

create table evidence_document (
  evidence_id text primary key references evidence,
  customer_id text not null references customer,
  media_type text not null,
  -- Null once erased.
  bytes bytea
);

create index evidence_document_by_customer on evidence_document (customer_id);

-- What the customer says it needs (practice 19): revisions, the greatest counts.
create table kyc_profile (
  customer_id text not null references customer,
  revision integer not null check (revision > 0),
  -- Null once erased.
  purpose text,
  expected_services jsonb not null,
  expected_regions jsonb not null,
  monthly_spend_minor bigint,
  contacts_checked_on date,
  actor text not null,
  recorded_at timestamptz not null,
  primary key (customer_id, revision)
);

-- What was not as agreed; each thing once.
create table kyc_deviation (
  customer_id text not null references customer,
  occurrence text not null,
  kind text not null check (kind in ('region', 'service', 'spend', 'budget', 'masterData')),
  subject text not null,
  on_day date not null,
  known_at timestamptz not null,
  primary key (customer_id, occurrence)
);

create index kyc_deviation_by_day on kyc_deviation (customer_id, on_day);
create trigger insert_only before update or delete or truncate on kyc_deviation
  for each statement execute function refuse_change();

-- Up to which figures a customer's usage was compared with what was agreed.
create table kyc_look (
  customer_id text primary key references customer,
  usage_seen_at timestamptz not null
);

-- A sanctions list as it was fetched last. `parties`: [{id, names}].
create table sanctions_list (
  source text primary key,
  etag text,
  sha256 text not null,
  published_on date,
  parties jsonb not null,
  fetched_at timestamptz not null,
  -- When it was last asked for successfully, changed or not, and the day on which its silence was last told.
  asked_at timestamptz not null,
  alarmed_on date
);

-- Each customer's last screening: under the same list and the same names there is nothing to do.
create table screening (
  customer_id text primary key references customer,
  list_sha256 text not null,
  profile_revision integer not null,
  contact_revision integer not null,
  screened_at timestamptz not null,
  -- [{party, likeness}]
  hits jsonb not null
);

-- Cards, addresses, devices and accounts as salted digests: they tell that two customers share one, and nothing else.
create table shared_trait (
  kind text not null check (kind in ('card', 'address', 'device', 'bankAccount')),
  digest bytea not null check (length(digest) = 32),
  customer_id text not null references customer,
  seen_at timestamptz not null,
  primary key (kind, digest, customer_id)
);

create index shared_trait_by_customer on shared_trait (customer_id);

-- One row: the salt of these digests.
create table digest_salt (
  one boolean primary key default true check (one),
  salt bytea not null check (length(salt) = 32)
);

insert into digest_salt (salt)
  select decode(replace(gen_random_uuid()::text || gen_random_uuid()::text, '-', ''), 'hex');

grant select, insert, update on evidence, evidence_document, kyc_profile, kyc_look, sanctions_list, screening to tenure_app;
grant select, insert on kyc_deviation to tenure_app;
grant select, insert, delete on shared_trait to tenure_app;
grant select on digest_salt to tenure_app;
