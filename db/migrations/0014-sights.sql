-- Who has seen whose personal data, by day of the wall clock (UTC): the audit gets one row for each.

create table sight (
  actor text not null,
  customer_id text not null references customer,
  day date not null,
  primary key (actor, customer_id, day)
);

grant select, insert on sight to tenure_app;
