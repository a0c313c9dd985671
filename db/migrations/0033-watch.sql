-- What our own watch of consumption and activity has found, and what was agreed with a customer beforehand.

-- What was last found by a rule about a subject, and for how much it was told: what is found on and on is told once.
create table watch_found (
  customer_id text not null references customer,
  rule text not null,
  subject text not null,
  -- The instant of the look.
  found_at timestamptz not null,
  told_minor bigint not null check (told_minor >= 0),
  currency text not null,
  primary key (customer_id, rule, subject)
);

-- A project, a move to another region, an administrator: what the customer told us beforehand is no deviation (practices 7, 10, 19).
create table agreed_use (
  id text primary key,
  customer_id text not null references customer,
  kind text not null check (kind in ('region', 'service', 'administrator')),
  -- The region or service as Microsoft's records name it, or the user's object id.
  subject text not null,
  -- Up to so much a day, in minor units of the customer's currency.
  daily_minor bigint check (daily_minor > 0),
  from_day date not null,
  until_day date not null,
  -- Wall instants.
  known_at timestamptz not null,
  withdrawn_at timestamptz,
  actor text not null,
  check ((kind = 'administrator') = (daily_minor is null)),
  check (from_day <= until_day)
);

create index agreed_use_by_customer on agreed_use (customer_id, id);

grant select, insert, update on watch_found, agreed_use to tenure_app;
