-- What Microsoft bills the partner, what the partner has paid, and how long subscriptions live by themselves.

create table partner_invoice (
  id text primary key,
  invoiced_on date not null,
  currency text not null,
  -- Negative for a credit.
  total_minor bigint not null,
  -- As Microsoft's books show it.
  paid_minor bigint not null check (paid_minor >= 0),
  charges_read boolean not null default false,
  seen_at timestamptz not null
);

create table partner_charge (
  invoice_id text not null references partner_invoice,
  place integer not null,
  microsoft_tenant_id text not null,
  microsoft_subscription_id text not null,
  amount_minor bigint not null,
  currency text not null,
  frequency text not null check (frequency in ('monthly', 'annual', 'other')),
  primary key (invoice_id, place)
);

create index partner_charge_by_subscription on partner_charge (microsoft_subscription_id, invoice_id);

create trigger insert_only before update or delete or truncate on partner_charge
  for each statement execute function refuse_change();

-- What finance has paid to Microsoft; it shows there some business days later.
create table partner_payment (
  id text primary key,
  invoice_id text not null references partner_invoice,
  amount_minor bigint not null check (amount_minor > 0),
  currency text not null,
  paid_on date not null,
  recorded_at timestamptz not null,
  actor text not null
);

create index partner_payment_by_invoice on partner_payment (invoice_id);

create trigger insert_only before update or delete or truncate on partner_payment
  for each statement execute function refuse_change();

-- Microsoft's credit limit on the partner, as finance was told it: no interface tells it. The newest counts.
create table partner_credit_limit (
  id text primary key,
  currency text not null,
  limit_minor bigint not null check (limit_minor >= 0),
  recorded_at timestamptz not null,
  actor text not null
);

create index partner_credit_limit_by_currency on partner_credit_limit (currency, id desc);

create trigger insert_only before update or delete or truncate on partner_credit_limit
  for each statement execute function refuse_change();

-- The partner's standing by currency as the last round found it: orders ask it.
create table partner_standing (
  currency text primary key,
  state text not null check (state in ('good', 'overdue', 'atRisk')),
  warning integer check (warning in (70, 85, 100)),
  sells_new boolean not null,
  at timestamptz not null
);

-- A subscription's term, as last seen at Microsoft.
create table subscription_term (
  customer_id text not null references customer,
  microsoft_id text not null,
  commerce text not null check (commerce in ('new', 'legacy')),
  actual text not null,
  auto_renew boolean not null,
  ends_on date,
  suspended_since date,
  seen_at timestamptz not null,
  primary key (customer_id, microsoft_id)
);

create index subscription_term_by_end on subscription_term (ends_on) where actual <> 'deleted';

grant select, insert, update on partner_invoice, partner_standing, subscription_term to tenure_app;
grant select, insert on partner_charge, partner_payment, partner_credit_limit to tenure_app;
