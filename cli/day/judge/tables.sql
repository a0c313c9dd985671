-- What the judge looks at: what the product has on record, and what was seen from outside. It knows nothing of the
-- program that decided.

-- On record at the product.
create table customer (
  customer text not null,
  tenant text not null,
  place integer not null,
  -- Facts are known to the life, and it has been told of them.
  caught_up boolean not null
);
create table security_case (
  id text not null,
  customer text not null,
  kind text not null,
  source text not null,
  verdict text,
  closed_at timestamptz,
  -- [{name, at, metAt, missed}], instants in epoch milliseconds.
  clocks jsonb not null,
  told boolean not null
);
create table case_fact (
  case_id text not null,
  seq integer not null,
  kind text not null,
  at timestamptz not null,
  body jsonb not null
);
create table subscription (
  customer text not null,
  subscription text not null,
  microsoft_id text not null,
  actual text not null
);
-- What became of subscriptions.
create table fact (
  customer text not null,
  kind text not null,
  at timestamptz not null,
  body jsonb not null
);
-- Mails of Microsoft's, or as if, as they were read.
create table notice_mail (
  id text not null,
  mailbox_id text not null,
  outcome text not null,
  cases jsonb not null
);
create table partner_task (
  what text not null,
  subject text,
  opened_at timestamptz not null
);
create table effect (
  customer text not null,
  key text not null,
  state text not null
);
create table consumed (
  customer text not null,
  minor bigint not null
);
create table audit_event (
  chain text not null,
  seq integer not null,
  prev_hash bytea not null,
  hash bytea not null
);

create table access_grant (
  id text not null,
  customer text not null,
  azure text not null,
  principal text not null,
  refused_because text,
  activated boolean not null,
  ended boolean not null,
  told boolean not null
);

-- At Microsoft; `at` is business time.
create table at_subscription (
  tenant text not null,
  id text not null,
  status text not null
);
create table at_azure (
  tenant text not null,
  id text not null,
  status text not null
);
-- Roles that stand on an Azure subscription.
create table at_role (
  azure text not null,
  principal text not null
);
create table at_alert (
  tenant text not null,
  guid text not null,
  azure text not null,
  status text not null,
  reason text
);
create table at_change (
  sequence integer not null,
  tenant text not null,
  subscription text not null,
  at timestamptz not null,
  change text not null,
  by text not null,
  target text
);
create table at_consumed (
  tenant text not null,
  minor bigint not null
);

-- In the mailbox, and what was done to the worker; wall time.
create table mail (
  message_id text not null,
  received_at timestamptz not null,
  digest text not null
);
-- What came into the mailbox for notices, and about whom.
create table notice (
  id text not null,
  kind text not null,
  tenant text not null,
  at timestamptz not null
);
create table kill (
  at timestamptz not null
);

-- The script, and what came of it.
create table played (
  at integer not null,
  kind text not null,
  customer integer,
  outcome text not null
);
