-- Imports, access and deliveries.

create table import (
  id text primary key,
  kind text not null,
  file_sha256 bytea not null check (length(file_sha256) = 32),
  options jsonb not null,
  state text not null check (state in ('running', 'done', 'failed')),
  rows integer not null default 0,
  imported integer not null default 0,
  skipped integer not null default 0,
  actor text not null,
  created_at timestamptz not null,
  finished_at timestamptz,
  check ((state = 'running') = (finished_at is null))
);

create index import_by_file on import (kind, file_sha256);

create table import_row (
  import_id text not null references import,
  row integer not null,
  state text not null check (state in ('imported', 'skipped', 'refused')),
  errors jsonb not null default '[]',
  primary key (import_id, row)
);

create index import_row_refused on import_row (import_id, row) where state = 'refused';

-- Only the keyed hash of a token is kept.
create table service_token (
  id text primary key,
  role text not null check (role in ('collector', 'analyst', 'finance', 'auditor', 'operator', 'admin')),
  name text not null,
  hash bytea not null unique,
  created_at timestamptz not null,
  revoked_at timestamptz
);

create unique index service_token_live_name on service_token (name) where revoked_at is null;

-- A webhook that comes twice is one.
create table webhook_delivery (
  source text not null,
  id text not null,
  received_at timestamptz not null,
  primary key (source, id)
);
