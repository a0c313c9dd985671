-- Facts, decisions about them, and what people and the API asked for.

create table fact (
  customer_id text not null references customer,
  version integer not null check (version > 0),
  seq integer not null check (seq >= 0),
  kind text not null,
  effective_on date not null,
  -- Business instant and wall instant.
  at timestamptz not null,
  recorded_at timestamptz not null,
  actor text not null,
  body jsonb not null,
  -- SHA-256 over the hash before it and the canonical JSON of this fact.
  hash bytea not null check (length(hash) = 32),
  primary key (customer_id, version, seq)
);

create table decision (
  id text primary key,
  customer_id text not null references customer,
  run_id text not null,
  turn integer not null,
  -- The input: facts up to this version, with this hash, at this business instant.
  fact_version integer not null,
  facts_hash bytea not null check (length(facts_hash) = 32),
  now timestamptz not null,
  recorded_at timestamptz not null,
  kernel_version integer not null,
  calendar_version text not null,
  policy_key text not null,
  policy_version integer not null,
  -- The version that was active then: a case that closes takes it on.
  active_policy_version integer not null,
  -- The Decision, money in stored form; `schema` inside says how to read it.
  body jsonb not null,
  unique (customer_id, run_id, turn)
);

create index decision_by_customer on decision (customer_id, id);

alter table customer add constraint customer_latest_decision
  foreign key (latest_decision_id) references decision deferrable initially deferred;

create table effect (
  customer_id text not null references customer,
  effect_key text not null,
  kind text not null,
  decision_id text not null references decision,
  state text not null check (state in ('decided', 'sending', 'done', 'failed', 'dropped', 'deferred')),
  body jsonb not null,
  attempts integer not null default 0,
  decided_at timestamptz not null,
  sending_at timestamptz,
  ended_at timestamptz,
  deferred_until timestamptz,
  outcome jsonb,
  primary key (customer_id, effect_key),
  check (state <> 'sending' or sending_at is not null),
  check ((state in ('done', 'failed', 'dropped')) = (ended_at is not null)),
  check (state <> 'deferred' or deferred_until is not null)
);

create index effect_unfinished on effect (customer_id) where state in ('decided', 'sending', 'deferred');
create index effect_sending on effect (sending_at) where state = 'sending';

create table command (
  id text primary key,
  customer_id text not null references customer,
  kind text not null,
  body jsonb not null,
  actor text not null,
  roles text[] not null default '{}',
  state text not null check (state in ('pending', 'applied', 'refused')),
  problem jsonb,
  fact_version integer not null,
  given_at timestamptz not null,
  recorded_at timestamptz not null,
  decided_at timestamptz,
  check ((state = 'pending') = (decided_at is null)),
  check (state <> 'refused' or problem is not null)
);

create index command_pending on command (customer_id, id) where state = 'pending';

-- Its state is derived: the command's where there is one, else applied once the life has assessed the version.
create table operation (
  id text primary key,
  customer_id text not null references customer,
  fact_version integer not null,
  command_id text references command,
  because text not null,
  created_at timestamptz not null
);

create index operation_by_customer on operation (customer_id, fact_version);

-- Commits with the fact. `response` is null until the answer was given; `result` names what was made, so that a
-- request whose answer was lost in a crash can still be answered.
create table idempotency_key (
  scope text not null,
  key text not null,
  digest bytea not null check (length(digest) = 32),
  result jsonb,
  operation_id text references operation,
  status integer,
  response jsonb,
  created_at timestamptz not null,
  primary key (scope, key)
);

create index idempotency_key_by_age on idempotency_key (created_at);
