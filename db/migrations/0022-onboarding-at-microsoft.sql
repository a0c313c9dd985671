-- A customer's way to Microsoft: the tenant that is asked for, its first password until somebody takes it, what is owed there
-- (an attestation, a budget), what was agreed about spending, and what terms were looked at.

-- The tenant of a customer who has none on record yet. `attempt` makes a corrected request a new intention at Microsoft.
create table tenant_request (
  customer_id text primary key references customer,
  state text not null check (state in ('invited', 'asked', 'refused', 'made')),
  domain text,
  attempt integer not null default 1,
  -- Where an existing tenant accepts the reseller relationship.
  invitation_url text,
  -- Microsoft's code where it refused.
  code text,
  actor text not null,
  asked_at timestamptz not null
);

-- The initial administrator's password, sealed like the partner's own sign-in. Its row goes when it is handed out.
create table first_password (
  tenant text primary key,
  sealed bytea not null,
  kept_at timestamptz not null default now()
);

-- What is owed to Microsoft for a customer, one of each kind: the latest wish replaces the one before (`revision`).
create table microsoft_duty (
  customer_id text not null references customer,
  kind text not null check (kind in ('agreement', 'budget')),
  revision integer not null,
  state text not null check (state in ('due', 'done', 'refused', 'notAvailable')),
  code text,
  -- Of an agreement: who signed, personal data that can be erased; then nothing is left to carry.
  signatory jsonb,
  agreed_at timestamptz,
  asked_at timestamptz not null,
  ended_at timestamptz,
  primary key (customer_id, kind),
  check ((state = 'due') = (ended_at is null))
);

create index microsoft_duty_due on microsoft_duty (asked_at) where state = 'due';

-- What was agreed with the customer about spending. With whom, and other words, are notes about `customer/revision`.
create table budget_agreement (
  customer_id text not null references customer,
  revision integer not null,
  amount_minor bigint not null check (amount_minor > 0),
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  -- Per cent of the month's budget at which the customer is told.
  thresholds integer[] not null,
  agreed_on date not null,
  expected_users integer,
  expected_locations text[] not null default '{}',
  review_on date not null,
  actor text not null,
  recorded_at timestamptz not null,
  primary key (customer_id, revision)
);

create trigger insert_only before update or delete or truncate on budget_agreement
  for each statement execute function refuse_change();

-- A threshold that a month's usage has passed: told once. The letter is a notice; null where there was nobody to write to, or
-- where a higher threshold passed at the same time said it.
create table budget_alert (
  customer_id text not null references customer,
  month text not null check (month ~ '^\d{4}-\d{2}$'),
  percent integer not null check (percent > 0),
  passed_at timestamptz not null,
  notice_id text references notice,
  primary key (customer_id, month, percent)
);

-- When a customer's subscriptions were last held against the product terms, and proof that it may have special prices.
create table terms_look (
  customer_id text primary key references customer,
  month text not null,
  looked_at timestamptz not null
);

create table terms_eligibility (
  customer_id text not null references customer,
  segment text not null check (segment in ('education', 'nonprofit')),
  until date not null,
  actor text not null,
  recorded_at timestamptz not null,
  primary key (customer_id, segment)
);

-- An order has its id, and its address, before its command is decided.
create index command_by_order on command ((body ->> 'order')) where kind = 'order.place';

grant select, insert, update on tenant_request, microsoft_duty, budget_alert, terms_look, terms_eligibility to tenure_app;
grant select, insert on budget_agreement to tenure_app;
grant select, insert, update, delete on first_password to tenure_app;
