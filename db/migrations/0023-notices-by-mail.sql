-- Microsoft's notices by mail, what became of each, and work that belongs to the partner and to no customer.

create table notice_mail (
  id text primary key,
  -- Its id in the mailbox, which stays the same when it is moved.
  mailbox_id text not null unique,
  -- Digest of the Message-ID, and of what the notice says: a repeat of either is the same notice.
  message_key text not null,
  notice_key text not null,
  received_at timestamptz not null,
  read_at timestamptz not null,
  genuineness text not null check (genuineness in ('genuine', 'doubtful', 'forged')),
  findings jsonb not null,
  notice_class text not null
    check (notice_class in ('aup', 'billing', 'creditLimit', 'terms', 'securityAlert', 'serviceAdvisory', 'other')),
  action jsonb not null,
  answer_by timestamptz,
  outcome text not null check (outcome in ('case', 'task', 'recorded', 'repeated')),
  -- The mail that it repeats.
  repeats text references notice_mail,
  cases jsonb not null,
  check ((outcome = 'repeated') = (repeats is not null)),
  check (genuineness <> 'forged' or outcome in ('recorded', 'repeated'))
);

-- Once per notice: two workers that read the same mailbox make one case. What is not genuine claims nothing, or a forger
-- could send a Message-ID first.
create unique index notice_mail_once_by_message on notice_mail (message_key)
  where genuineness = 'genuine' and outcome <> 'repeated';
create unique index notice_mail_once_by_notice on notice_mail (notice_key)
  where genuineness = 'genuine' and outcome <> 'repeated';
create index notice_mail_by_time on notice_mail (received_at);

create trigger insert_only before update or delete or truncate on notice_mail
  for each statement execute function refuse_change();

-- The mail itself, as evidence. Personal data: the words can be set to null by an erasure, never changed; the digest stays.
create table notice_mail_content (
  mail_id text primary key references notice_mail,
  sha256 bytea not null check (length(sha256) = 32),
  document bytea,
  sender text,
  subject text
);

create function keep_mail_frozen() returns trigger language plpgsql as $$
begin
  if new.mail_id <> old.mail_id or new.sha256 <> old.sha256
    or (new.document is not null and new.document is distinct from old.document)
    or (new.sender is not null and new.sender is distinct from old.sender)
    or (new.subject is not null and new.subject is distinct from old.subject)
  then
    raise exception 'a mail that was kept is erased or left as it is';
  end if;
  return new;
end $$;

create trigger frozen before update on notice_mail_content for each row execute function keep_mail_frozen();

-- How far a folder of the mailbox was read, and when it last answered.
create table notice_mailbox_mark (
  mailbox text not null,
  folder text not null,
  watched_since timestamptz not null,
  read_to timestamptz,
  read_at timestamptz,
  primary key (mailbox, folder)
);

-- Work for a person that belongs to no customer: the partner's own standing, mails that nobody can place.
create table partner_task (
  id text primary key,
  -- Names the occasion: one task for each.
  key text not null unique,
  what text not null,
  for_role text not null check (for_role in ('analyst', 'finance', 'operator')),
  -- What it is about, where that has an id: a mail.
  subject text,
  opened_at timestamptz not null,
  due_at timestamptz not null,
  closed_at timestamptz,
  closed_by text,
  check ((closed_at is null) = (closed_by is null))
);

create index partner_task_open on partner_task (id) where closed_at is null;

alter table security_case add column category text
  check (category in ('cryptoMining', 'spam', 'hacking', 'ddos', 'malware', 'resale', 'stolenInstrument', 'falseBilling', 'default', 'other'));

-- Requests at Microsoft's support that belong to a case (contract section 12.3), and when each was last read there.
create table security_case_service_request (
  case_id text not null references security_case,
  number text not null,
  status text,
  read_at timestamptz,
  primary key (case_id, number)
);

create index security_case_service_request_by_reading on security_case_service_request (read_at);

grant select, insert on notice_mail to tenure_app;
grant select, insert, update on notice_mail_content, notice_mailbox_mark, partner_task, security_case_service_request
  to tenure_app;
