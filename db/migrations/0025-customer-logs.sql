-- The customer's own logs beside Partner Center's, and the detailed usage (decision 0015).

-- Where a record was read: Partner Center's log, the Azure activity log, Entra's sign-ins or its directory audit. The id of a
-- record of a customer's log is `source/customer/id of the record`: nobody else's record can take its place.
alter table activity add column source text not null default 'partnerCenter'
  check (source in ('partnerCenter', 'azure', 'signIns', 'directoryAudits'));
alter table activity alter column source drop default;
-- Null where the log does not say, and once erased.
alter table activity_person add column address text;

-- What of a record the watch looks at; ids only. Stated once, by the rules of the day on which it was read.
create table activity_told (
  activity_id text primary key references activity,
  customer_id text not null references customer,
  kind text not null,
  at timestamptz not null,
  -- Since when it counts as known; of what was done before anybody watched, since it was done.
  known_at timestamptz not null,
  actor text not null,
  country text,
  subject text not null,
  count integer not null
);

create index activity_told_by_customer on activity_told (customer_id, at);

create trigger insert_only before update or delete or truncate on activity_told
  for each statement execute function refuse_change();

-- How far each log of each customer was read; `scope` is the Azure subscription, empty for the directory. Business instants
-- of the customer, but `looked_at`, which is wall time.
create table customer_log_mark (
  customer_id text not null references customer,
  source text not null check (source in ('azure', 'signIns', 'directoryAudits')),
  scope text not null,
  watched_since timestamptz not null,
  read_to timestamptz,
  read_at timestamptz,
  -- How long Microsoft keeps this log, in days.
  kept_days integer not null,
  -- `denied`: the tenant refuses us; `unlicensed`: it has no such log; `gone`: there is no such Azure subscription any more.
  state text not null check (state in ('open', 'denied', 'unlicensed', 'gone')),
  looked_at timestamptz not null,
  primary key (customer_id, source, scope)
);

create index customer_log_mark_open on customer_log_mark (source, read_at) where state = 'open';

-- When the figures last changed, and their currency: for so long the details are still to come.
alter table usage_mark add column changed_at timestamptz;
alter table usage_mark add column currency text;
update usage_mark set changed_at = seen_at;

-- An export of daily usage that was asked for at Microsoft (contract §15.3), so that a crash asks for none twice.
create table usage_export (
  -- Microsoft's name for it.
  id text primary key,
  currency text not null,
  period text not null check (period in ('current', 'last')),
  asked_at timestamptz not null,
  state text not null check (state in ('asked', 'read', 'empty', 'failed')),
  done_at timestamptz,
  lines bigint
);

create index usage_export_asked on usage_export (asked_at) where state = 'asked';

-- Lines of an export on their way: written as the files are read, taken customer by customer, and gone.
create unlogged table usage_export_line (
  export_id text not null references usage_export,
  customer_id text not null,
  day date not null,
  line jsonb not null
);

create index usage_export_line_by_customer on usage_export_line (export_id, customer_id, day);

-- What each resource used of each meter on a day, as Microsoft stated it last. [{region, service, kind, meter, meterName,
-- resource, quantity, unit, cost}], cost in minor units of `currency` as text.
create table usage_detail (
  customer_id text not null references customer,
  day date not null,
  known_at timestamptz not null,
  currency text not null,
  lines jsonb not null,
  primary key (customer_id, day)
);

grant select, insert on activity_told to tenure_app;
grant select, insert, update on customer_log_mark, usage_export, usage_detail to tenure_app;
grant select, insert, delete on usage_export_line to tenure_app;
