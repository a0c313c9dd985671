-- Double entry. Rows are only inserted, every journal balances per currency, balances are sums.
-- Debits are positive, credits negative. Clearing and unmatched belong to the seller; a line of theirs names the customer
-- whose fact moved them, so that no two customers wait for each other on one row.

create table journal (
  id bigint generated always as identity primary key,
  seller_id text not null references seller,
  customer_id text references customer,
  -- The fact it stands for; `part` tells apart journals of one fact with different effective days.
  fact_version integer,
  fact_seq integer,
  part smallint not null default 0,
  -- What a journal without a customer stands for, for example the id of unmatched money.
  subject_id text,
  kind text not null,
  effective_on date not null,
  at timestamptz not null,
  recorded_at timestamptz not null,
  unique (customer_id, fact_version, fact_seq, part),
  foreign key (customer_id, fact_version, fact_seq) references fact,
  check ((fact_version is null) = (customer_id is null)),
  check ((subject_id is null) = (customer_id is not null))
);

create unique index journal_without_customer on journal (subject_id, kind) where customer_id is null;

create table journal_line (
  journal_id bigint not null references journal,
  line smallint not null,
  seller_id text not null references seller,
  customer_id text references customer,
  account text not null check (account in ('receivable', 'prepaid', 'unapplied', 'revenue', 'tax', 'writtenOff', 'clearing', 'unmatched')),
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  amount_minor bigint not null check (amount_minor <> 0),
  -- The instalment that a receivable line moves.
  invoice_id text,
  instalment integer,
  primary key (journal_id, line),
  check (customer_id is not null or account in ('clearing', 'unmatched')),
  check ((account = 'receivable') = (invoice_id is not null)),
  check ((invoice_id is null) = (instalment is null))
);

create index journal_line_by_customer on journal_line (customer_id, account);
create index journal_line_by_invoice on journal_line (invoice_id, instalment) where invoice_id is not null;
create index journal_by_day on journal (effective_on);

-- Kept up in the transaction that inserts the lines; `rebuildBalances` compares it with them.
create table balance (
  seller_id text not null references seller,
  customer_id text references customer,
  account text not null,
  currency text not null,
  amount_minor bigint not null,
  constraint balance_key unique nulls not distinct (customer_id, account, currency, seller_id),
  -- Pots hold credit, never debt.
  check (account not in ('prepaid', 'unapplied') or amount_minor <= 0),
  check (account <> 'receivable' or amount_minor >= 0)
);

-- Checked at commit, so that lines may come in any order inside the transaction.
create function refuse_unbalanced_journal() returns trigger language plpgsql as $$
declare
  checked bigint := (to_jsonb(new) ->> (case when tg_table_name = 'journal' then 'id' else 'journal_id' end))::bigint;
  broken record;
begin
  if tg_table_name = 'journal' and not exists (select from journal_line where journal_id = checked) then
    raise exception 'journal % has no lines', checked using errcode = 'check_violation', constraint = 'journal_balances';
  end if;
  select currency, sum(amount_minor) as amount into broken
    from journal_line where journal_id = checked group by currency having sum(amount_minor) <> 0 limit 1;
  if found then
    raise exception 'journal % does not balance: % %', checked, broken.amount, broken.currency
      using errcode = 'check_violation', constraint = 'journal_balances';
  end if;
  return null;
end
$$;

create constraint trigger journal_balances after insert on journal
  deferrable initially deferred for each row execute function refuse_unbalanced_journal();
create constraint trigger journal_line_balances after insert on journal_line
  deferrable initially deferred for each row execute function refuse_unbalanced_journal();
