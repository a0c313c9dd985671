-- Access to a customer's tenant: grants with an end, each a stream of facts of its own under the customer's lock, and what
-- the daily sweep has read at Microsoft. Ids of principals stand for people; their names stay at Microsoft.

create table access_grant (
  id text primary key,
  customer_id text not null references customer,
  target jsonb not null,
  starts_at timestamptz not null,
  ends_at timestamptz not null check (ends_at > starts_at),
  asked_by text not null,
  approved_at timestamptz,
  refused_at timestamptz,
  activating_at timestamptz,
  -- Microsoft's id of the assignment, once it was read back.
  assignment text,
  revoked_at timestamptz,
  ended_at timestamptz,
  -- When nothing was left to do: it was refused, or its end was proven.
  closed_at timestamptz,
  opened_at timestamptz not null,
  -- How far its facts go, how far its workflow was told, and when it wants to look again (business time).
  last_seq integer not null check (last_seq > 0),
  delivered_seq integer not null default 0,
  wake_at timestamptz,
  -- Nothing is given that nobody approved.
  check (activating_at is null or approved_at is not null),
  check (closed_at is null or refused_at is not null or ended_at is not null)
);

create index access_grant_by_customer on access_grant (customer_id, id);
create index access_grant_open on access_grant (id) where closed_at is null;
create index access_grant_undelivered on access_grant (id) where last_seq > delivered_seq;

create table access_grant_fact (
  grant_id text not null references access_grant,
  seq integer not null check (seq > 0),
  kind text not null,
  at timestamptz not null,
  recorded_at timestamptz not null,
  actor text not null,
  body jsonb not null,
  primary key (grant_id, seq)
);

create trigger insert_only before update or delete or truncate on access_grant_fact
  for each statement execute function refuse_change();

-- What was last read of a customer's access: the newest look replaces the one before.
create table access_standing (
  customer_id text primary key references customer,
  -- Wall instant.
  read_at timestamptz not null,
  admins integer not null check (admins >= 0),
  -- Object ids of admins who are not registered for MFA.
  admins_without_mfa jsonb not null,
  -- Full administrators: [{id, target}].
  full_administrators jsonb not null,
  -- Delegated admin relationships: [{id, status, endsAt, roles, autoExtends}].
  relationships jsonb not null,
  -- Ids of the Azure subscriptions that are on.
  azure_subscriptions jsonb not null
);

-- Microsoft's score of the partner's own standing; one row.
create table security_score (
  only_one boolean primary key default true check (only_one),
  read_at timestamptz not null,
  current_score text not null,
  max_score text not null,
  requirements jsonb not null
);

grant select, insert, update on access_grant, access_standing, security_score to tenure_app;
grant select, insert on access_grant_fact to tenure_app;
