-- Microsoft counts the time to an answer from when it detected an alert (practices 46, 67), our promises from when we were told.
-- Null where no alert says when: a call, a finding of our own, an alert that was taken before this was kept.
alter table security_case add column detected_at timestamptz;
