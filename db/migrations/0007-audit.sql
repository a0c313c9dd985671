-- Append-only, chained by hash: one chain per customer (its head is on the customer's row) and one called `system`.
-- Bodies hold ids, codes and salted digests only.

create table audit_event (
  chain text not null,
  seq integer not null check (seq > 0),
  -- Business instant and wall instant.
  at timestamptz not null,
  recorded_at timestamptz not null,
  actor text not null,
  kind text not null,
  body jsonb not null,
  prev_hash bytea not null check (length(prev_hash) = 32),
  hash bytea not null check (length(hash) = 32),
  primary key (chain, seq)
);

create index audit_event_by_time on audit_event (recorded_at, chain, seq);
create index audit_event_by_actor on audit_event (actor, recorded_at, chain, seq);
create index audit_event_by_kind on audit_event (kind, recorded_at, chain, seq);

-- Heads of chains that belong to no customer.
create table audit_chain (
  chain text primary key,
  seq integer not null,
  hash bytea not null
);
