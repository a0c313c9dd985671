-- What customers consume, by day, as it became known. A statement is never changed: a later one of the same day replaces it
-- for whoever asks later.

create table usage_statement (
  customer_id text not null references customer,
  day date not null,
  known_at timestamptz not null,
  -- [{region, service, kind, cost, night}], minor units of `currency` as texts.
  lines jsonb not null,
  currency text not null,
  primary key (customer_id, day, known_at)
);

create trigger insert_only before update or delete or truncate on usage_statement
  for each statement execute function refuse_change();

-- The last figures of Microsoft's list: a customer whose line has not changed is not looked at any further.
create table usage_mark (
  customer_id text primary key references customer,
  total text not null,
  budget text,
  seen_at timestamptz not null
);

grant select, insert on usage_statement to tenure_app;
grant select, insert, update on usage_mark to tenure_app;
