-- Advances of test clocks: at most one a customer at a time, and what became of the last one.

create table clock_advance (
  customer_id text primary key references customer,
  operation_id text not null unique,
  target timestamptz not null,
  -- Wall instants.
  started_at timestamptz not null,
  ended_at timestamptz,
  failure text
);

grant select, insert, update on clock_advance to tenure_app;
