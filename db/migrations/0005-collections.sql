-- Claims, holds, approvals and tasks: projections of facts. Texts are notes (0001).

create table dispute (
  id text primary key,
  customer_id text not null references customer,
  invoice_id text not null references invoice,
  currency text not null,
  amount_minor bigint not null check (amount_minor > 0),
  state text not null check (state in ('open', 'accepted', 'rejected')),
  opened_at timestamptz not null,
  resolved_at timestamptz,
  check ((state = 'open') = (resolved_at is null))
);

create index dispute_by_customer on dispute (customer_id, id);
create index dispute_open on dispute (customer_id, invoice_id) where state = 'open';

create table payment_plan (
  id text primary key,
  customer_id text not null references customer,
  made_at timestamptz not null
);

create table promise (
  id text primary key,
  customer_id text not null references customer,
  plan_id text references payment_plan,
  currency text not null,
  amount_minor bigint not null check (amount_minor > 0),
  -- What has been paid on it since it was made.
  kept_minor bigint not null check (kept_minor between 0 and amount_minor),
  due_on date not null,
  state text not null check (state in ('open', 'kept', 'partlyKept', 'broken')),
  made_at timestamptz not null
);

create index promise_by_customer on promise (customer_id, id);
create index promise_open on promise (customer_id, due_on) where state = 'open';

create table hold (
  id text primary key,
  customer_id text not null references customer,
  reason text not null check (reason in ('prepayment', 'debt', 'fraud', 'aup', 'customer')),
  subscription_id text,
  since timestamptz not null,
  until timestamptz,
  placed_by text not null,
  active boolean not null,
  released_at timestamptz,
  released_because text check (released_because in ('released', 'lapsed', 'settled', 'stepNoLongerHolds')),
  check (active = (released_at is null))
);

create index hold_by_customer on hold (customer_id, id);
create index hold_active on hold (reason, customer_id) where active;

create table approval (
  id text primary key,
  customer_id text not null references customer,
  subject text not null check (subject in ('step', 'writeOff')),
  key text not null,
  asked_by text not null,
  state text not null check (state in ('open', 'approved', 'refused')),
  requested_at timestamptz not null,
  decided_by text,
  decided_at timestamptz,
  check ((state = 'open') = (decided_at is null)),
  constraint approval_four_eyes check (decided_by is distinct from asked_by)
);

create index approval_by_customer on approval (customer_id, id);
create index approval_open on approval (id) where state = 'open';

-- What is to be done once it is approved.
create table approval_request (
  approval_id text primary key references approval deferrable initially deferred,
  customer_id text not null references customer,
  body jsonb not null
);

create table task (
  id text primary key,
  customer_id text not null references customer,
  key text not null,
  what text not null,
  open boolean not null,
  opened_at timestamptz not null,
  closed_at timestamptz,
  check (open = (closed_at is null))
);

create index task_by_customer on task (customer_id, id);
create index task_open on task (opened_at, id) where open;

-- One row, one document, one Message-ID per effect key for ever; after a crash the same bytes are sent again.
create table notice (
  id text primary key,
  customer_id text not null references customer,
  kind text not null check (kind in ('dunning', 'prepayment', 'service')),
  step text not null,
  occurrence text not null,
  effect_key text not null,
  channel text not null default 'mail',
  contact_revision integer not null,
  message_id text not null unique,
  -- Personal data: both can be set to null by an erasure, never changed; the digest stays.
  to_address text,
  document bytea,
  document_sha256 bytea not null check (length(document_sha256) = 32),
  state text not null check (state in ('sending', 'accepted', 'delivered', 'bounced', 'failed')),
  sent_at timestamptz,
  accepted_at timestamptz,
  delivered_at timestamptz,
  ended_at timestamptz,
  detail text,
  recorded_at timestamptz not null,
  constraint notice_once unique (customer_id, effect_key),
  check (state = 'sending' or state = 'failed' or accepted_at is not null),
  check ((state = 'delivered') = (delivered_at is not null))
);

create index notice_by_customer on notice (customer_id, id);
create index notice_by_state on notice (state, id);
create index notice_by_kind on notice (kind, id);
create index notice_accepted on notice (accepted_at) where state = 'accepted';

create function keep_document_frozen() returns trigger language plpgsql as $$
begin
  if new.document_sha256 <> old.document_sha256 or new.message_id <> old.message_id or new.effect_key <> old.effect_key
     or (new.document is not null and new.document is distinct from old.document)
     or (new.to_address is not null and new.to_address is distinct from old.to_address) then
    raise exception 'notice % is frozen', old.id using errcode = 'restrict_violation';
  end if;
  return new;
end
$$;

create trigger notice_frozen before update on notice for each row execute function keep_document_frozen();

create table subscription (
  id text primary key,
  customer_id text not null references customer,
  microsoft_id text,
  offer text not null,
  quantity integer not null,
  actual text not null check (actual in ('ordering', 'active', 'suspended', 'expired', 'disabled', 'deleted', 'unknown')),
  stopped_by_us boolean not null,
  restorable jsonb,
  lost jsonb not null,
  stops integer not null,
  retries integer not null,
  refused jsonb,
  ended boolean not null,
  check (not stopped_by_us or restorable is not null)
);

create index subscription_by_customer on subscription (customer_id, id);
create unique index subscription_by_microsoft_id on subscription (microsoft_id) where microsoft_id is not null;
