-- What was written once stays: refused to the application's role by its rights, and to everybody by triggers.

create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception '% is insert-only: % refused', tg_table_name, lower(tg_op) using errcode = 'restrict_violation';
end
$$;

do $$
declare
  guarded text;
begin
  foreach guarded in array array['fact', 'journal', 'journal_line', 'audit_event', 'decision', 'policy_version', 'policy_activation'] loop
    execute format('create trigger insert_only before update or delete or truncate on %I for each statement execute function refuse_change()', guarded);
  end loop;
end
$$;

grant usage on schema public to tenure_app;
grant select, insert on all tables in schema public to tenure_app;
grant usage on all sequences in schema public to tenure_app;

grant update on
  seller, customer, customer_profile, customer_profile_revision, customer_contact, note,
  effect, command, idempotency_key,
  balance, invoice, instalment, payment, allocation, payment_receipt, unmatched_payment,
  invoice_line, prepayment, prepayment_request, payment_instrument,
  dispute, promise, hold, approval, task, notice, subscription,
  policy, audit_chain, import, service_token
to tenure_app;

-- Keys are forgotten after their time; a rebuild removes what no fact stands for.
grant delete on idempotency_key to tenure_app;
revoke insert, update, delete on kysely_migration, kysely_migration_lock from tenure_app;
