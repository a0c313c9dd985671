-- Customers' directories: what they count, what a look finds, and reviews, each with a stream of facts of its own. Names are
-- kept for users that a finding or an exception is about and for nobody else, apart from all that, so that they can be erased.

create table hygiene_review (
  id text primary key,
  customer_id text not null references customer,
  state text not null check (state in ('opened', 'scanned', 'reported', 'reminded', 'rescanned', 'remedied', 'accepted', 'closed')),
  opened_at timestamptz not null,
  scanned_at timestamptz,
  due_at timestamptz,
  closed_at timestamptz,
  open_findings integer not null default 0,
  -- How far its facts go, how far its workflow was told, and when it wants to look again (business time).
  last_seq integer not null check (last_seq > 0),
  delivered_seq integer not null default 0,
  wake_at timestamptz
);

-- One at a time.
create unique index hygiene_review_open on hygiene_review (customer_id) where closed_at is null;
create index hygiene_review_by_customer on hygiene_review (customer_id, id);
create index hygiene_review_undelivered on hygiene_review (id) where last_seq > delivered_seq;

create table hygiene_review_fact (
  review_id text not null references hygiene_review,
  seq integer not null check (seq > 0),
  kind text not null,
  at timestamptz not null,
  recorded_at timestamptz not null,
  actor text not null,
  body jsonb not null,
  primary key (review_id, seq)
);

create trigger insert_only before update or delete or truncate on hygiene_review_fact
  for each statement execute function refuse_change();

-- What was found, each once; what the last look did not find any more has gone.
create table hygiene_finding (
  customer_id text not null references customer,
  key text not null,
  kind text not null check (kind in ('inactiveMember', 'expiredGuest', 'idleLicence', 'spareLicence', 'lapsedExclusion')),
  user_id text,
  sku text,
  quantity integer not null,
  since timestamptz,
  first_seen_at timestamptz not null,
  last_seen_at timestamptz not null,
  gone_at timestamptz,
  accepted_until timestamptz,
  primary key (customer_id, key)
);

-- Null once erased.
create table directory_person (
  customer_id text not null references customer,
  user_id text not null,
  user_principal_name text,
  display_name text,
  primary key (customer_id, user_id)
);

-- When a directory was last tried and last read, and what was in the way.
create table directory_look (
  customer_id text primary key references customer,
  tried_at timestamptz not null,
  read_at timestamptz,
  sign_ins_known boolean not null default false,
  failure text
);

create table directory_figure (
  customer_id text not null references customer,
  day date not null,
  users integer not null,
  guests integer not null,
  enabled integer not null,
  signed_in integer,
  licences jsonb not null,
  known_at timestamptz not null,
  primary key (customer_id, day)
);

create trigger insert_only before update or delete or truncate on directory_figure
  for each statement execute function refuse_change();

-- Accounts that are left alone, each with somebody who answers for it and a day on which that is asked again.
create table hygiene_exclusion (
  id text primary key,
  customer_id text not null references customer,
  user_id text not null,
  kind text not null check (kind in ('breakGlass', 'service', 'other')),
  -- Personal data: null once erased.
  owner text,
  review_on date not null,
  created_at timestamptz not null,
  created_by text not null,
  ended_at timestamptz,
  ended_by text
);

create unique index hygiene_exclusion_open on hygiene_exclusion (customer_id, user_id) where ended_at is null;

-- What the customer has allowed the partner to do by itself; the last word counts.
create table hygiene_remedy_right (
  customer_id text not null references customer,
  version integer not null,
  may_disable boolean not null,
  may_delete boolean not null,
  granted_on date not null,
  recorded_at timestamptz not null,
  actor text not null,
  primary key (customer_id, version),
  -- Nothing is deleted that was not disabled before.
  check (may_disable or not may_delete)
);

create trigger insert_only before update or delete or truncate on hygiene_remedy_right
  for each statement execute function refuse_change();

-- A letter of a review exists once: these bytes are sent, and sent again after a crash.
create table hygiene_letter (
  review_id text not null references hygiene_review,
  key text not null,
  customer_id text not null references customer,
  message_id text not null unique,
  language text not null,
  -- Null once erased.
  to_address text,
  document bytea,
  document_sha256 bytea not null,
  frozen_at timestamptz not null,
  primary key (review_id, key)
);

grant select, insert, update on hygiene_review, hygiene_finding, directory_person, directory_look, hygiene_exclusion,
  hygiene_letter to tenure_app;
grant select, insert on hygiene_review_fact, directory_figure, hygiene_remedy_right to tenure_app;
