-- Microsoft credits the charges of a compromise once for each tenant (practice 37), whichever customer or case asked.

create table credit_request (
  tenant text primary key,
  case_id text not null references security_case
);

create trigger insert_only before update or delete or truncate on credit_request
  for each statement execute function refuse_change();

grant select, insert on credit_request to tenure_app;

-- A closed case may wait as well: for the reminders of a credit, for what is being started again.
create index security_case_waking on security_case (wake_at) where wake_at is not null;
create index security_case_by_answer on security_case (answered_at) where answered_at is not null;
