-- Cases about fraud, security and Microsoft's notices: a stream of facts of its own for each, and a row that says where
-- it stands. A case belongs to a customer, whose lock and whose audit chain it shares.

create table security_case (
  id text primary key,
  customer_id text not null references customer,
  kind text not null check (kind in ('fraud', 'security', 'aup', 'notice')),
  severity text not null check (severity in ('low', 'medium', 'high')),
  source text not null check (source in ('alert', 'watch', 'mail', 'phone', 'other')),
  state text not null check (state in ('received', 'acknowledged', 'investigated', 'contained', 'answered', 'closed')),
  verdict text check (verdict in ('fraud', 'legitimate', 'ignored')),
  received_at timestamptz not null,
  acknowledged_at timestamptz,
  acted_at timestamptz,
  answered_at timestamptz,
  closed_at timestamptz,
  clocks jsonb not null,
  opened_at timestamptz not null,
  -- How far its facts go, how far its workflow was told, and when it wants to look again (business time).
  last_seq integer not null check (last_seq > 0),
  delivered_seq integer not null default 0,
  wake_at timestamptz,
  -- Nothing is contained that was not decided upon; nothing is closed that was not answered.
  check (closed_at is null or answered_at is not null),
  check (answered_at is null or verdict is not null)
);

create index security_case_by_customer on security_case (customer_id, id);
create index security_case_open on security_case (id) where closed_at is null;
create index security_case_undelivered on security_case (id) where last_seq > delivered_seq;

create table security_case_fact (
  case_id text not null references security_case,
  seq integer not null check (seq > 0),
  kind text not null,
  at timestamptz not null,
  recorded_at timestamptz not null,
  actor text not null,
  body jsonb not null,
  primary key (case_id, seq)
);

create trigger insert_only before update or delete or truncate on security_case_fact
  for each statement execute function refuse_change();

-- One alert, or one finding of our own watch, is one occurrence, whichever way it came; it belongs to one case.
create table security_case_signal (
  occurrence text primary key,
  case_id text not null references security_case,
  seen_at timestamptz not null
);

create index security_case_signal_by_case on security_case_signal (case_id);

grant select, insert, update on security_case to tenure_app;
grant select, insert on security_case_fact, security_case_signal to tenure_app;
