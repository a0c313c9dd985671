-- What was done at Microsoft for a customer, from Partner Center's log, each record once. Who did it by name is personal data
-- and stands beside it, where it can be erased.

create table activity (
  id text primary key,
  customer_id text not null references customer,
  at timestamptz not null,
  kind text not null,
  -- Id of the application; null where the log names none.
  actor_id text,
  resource_type text,
  resource text,
  status text,
  known_at timestamptz not null
);

create index activity_by_customer on activity (customer_id, at desc, id desc);

create trigger insert_only before update or delete or truncate on activity
  for each statement execute function refuse_change();

create table activity_person (
  activity_id text primary key references activity,
  customer_id text not null references customer,
  -- Null once erased.
  user_principal_name text
);

create index activity_person_by_customer on activity_person (customer_id);

-- Up to which instant everything of a source was read, and when it was last read successfully.
create table activity_mark (
  source text primary key,
  watched_since timestamptz not null,
  read_to timestamptz,
  read_at timestamptz,
  alarmed_on date
);

grant select, insert on activity to tenure_app;
grant select, insert, update on activity_person, activity_mark to tenure_app;
