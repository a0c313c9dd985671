import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { commitChange } from '../../db/commit-change.ts';
import { findCustomer } from '../../db/customers.ts';
import { loadFacts } from '../../db/facts.ts';
import { KeyAlreadyUsed } from '../../db/idempotency.ts';
import { findOperation } from '../../db/operations.ts';
import { aCustomer, aPayment, anId, anInvoice, asking, databaseOfFile, record, recordWithReceipts } from './support.ts';

const { db } = await databaseOfFile();

describe('a change of one customer', () => {
  it('gives all its facts one version and moves the mark', async () => {
    const customer = await aCustomer(db);
    const invoice = anId('inv');
    const done = await record(db, customer, [anInvoice(invoice, 12_000), aPayment(anId('pay'), 5_000, invoice, 4_000)]);
    expect(done.factVersion).toBe(2);
    const head = await findCustomer(db, customer);
    expect(head).toMatchObject({ factVersion: 2, deliveredVersion: 0, assessedVersion: 0 });
    const facts = await loadFacts(db, customer);
    expect(facts.map((fact) => `${fact.version}.${fact.seq} ${fact.kind}`)).toEqual([
      '1.0 customer.registered',
      '1.1 policy.assigned',
      '2.0 invoice.issued',
      '2.1 payment.received',
    ]);
    expect(await findOperation(db, done.operationId ?? '')).toMatchObject({ state: 'pending', factVersion: 2 });
  });

  it('moves nothing when nothing was recorded', async () => {
    const customer = await aCustomer(db);
    const done = await commitChange(db, { ...asking(), customer }, (change) => change.account.traits.country);
    expect(done).toEqual({ result: 'PL', customerId: customer, factVersion: 1, operationId: null, commandId: null });
  });

  it('shows what it has recorded so far', async () => {
    const customer = await aCustomer(db);
    const invoice = anId('inv');
    await commitChange(db, { ...asking(), customer }, (change) => {
      expect(change.today).toBe('2026-03-02');
      change.record([anInvoice(invoice, 700)]);
      expect(change.account.invoices.get(invoice)?.total).toBe(700n);
      recordWithReceipts(change, [aPayment(anId('pay'), 700, invoice, 700)]);
      expect(change.account.invoices.get(invoice)?.instalments[0]?.open).toBe(0n);
    });
    const row = await db.selectFrom('invoice').selectAll().where('id', '=', invoice).executeTakeFirstOrThrow();
    expect(row).toMatchObject({ state: 'paid', paid_minor: 700n, remaining_minor: 0n });
  });

  it('gives a command that waits, and is found by its operation', async () => {
    const customer = await aCustomer(db);
    const done = await commitChange(db, { ...asking(), customer }, (change) => change.command('dunning.start', {}));
    expect(done.result).toBe(done.commandId);
    expect(done.factVersion).toBe(2);
    expect(await findOperation(db, done.operationId ?? '')).toMatchObject({
      state: 'pending',
      commandId: done.commandId,
    });
  });

  it('undoes everything when its maker throws', async () => {
    const customer = await aCustomer(db);
    const changing = commitChange(db, { ...asking(), customer }, (change) => {
      change.record([anInvoice(anId('inv'), 700)]);
      throw new Error('no');
    });
    await expect(changing).rejects.toThrow('no');
    expect((await findCustomer(db, customer))?.factVersion).toBe(1);
  });

  it('undoes everything when the database refuses one of its statements, those behind it included', async () => {
    const customer = await aCustomer(db);
    const rows = async () => ({
      customer: await db.selectFrom('customer').selectAll().where('id', '=', customer).execute(),
      facts: await loadFacts(db, customer),
      audit: await db.selectFrom('audit_event').selectAll().where('chain', '=', customer).execute(),
      operations: await db.selectFrom('operation').selectAll().where('customer_id', '=', customer).execute(),
    });
    const before = await rows();
    // Which of the statements behind it would still be carried out depends on how far behind it they stand.
    for (const between of [0, 1, 2, 3]) {
      const changing = commitChange(db, { ...asking(), customer }, (change) => {
        change.write((trx) => sql`select 1 / 0`.compile(trx));
        for (let n = 0; n < between; n += 1) change.write((trx) => sql`select 1`.compile(trx));
        change.audit('contacts.read', {});
      });
      await expect(changing).rejects.toThrow('division by zero');
    }
    // What is still on its way to the server when a statement fails must not be carried out after the rollback.
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(await rows()).toEqual(before);
  });

  it('happens once for one idempotency key, also when both come at once', async () => {
    const customer = await aCustomer(db);
    const idempotency = { scope: 'token:test', key: anId('req'), digest: new Uint8Array(32) };
    const pay = () => record(db, customer, [aPayment(anId('pay'), 100, '', 0)], { idempotency });
    const answers = await Promise.allSettled([pay(), pay(), pay()]);
    const refused = answers.flatMap((answer) => (answer.status === 'rejected' ? [answer.reason as unknown] : []));
    expect(refused).toHaveLength(2);
    for (const error of refused) {
      expect(error).toBeInstanceOf(KeyAlreadyUsed);
      if (error instanceof KeyAlreadyUsed) expect(error.record.operationId).toMatch(/^op_/);
    }
    expect(await loadFacts(db, customer)).toHaveLength(3);
  });

  it('lets fifty payments at once follow one another', async () => {
    const customer = await aCustomer(db);
    await Promise.all(Array.from({ length: 50 }, () => record(db, customer, [aPayment(anId('pay'), 10, '', 0)])));
    expect((await findCustomer(db, customer))?.factVersion).toBe(51);
    const balance = await db
      .selectFrom('balance')
      .select('amount_minor')
      .where('customer_id', '=', customer)
      .where('account', '=', 'unapplied')
      .executeTakeFirstOrThrow();
    expect(balance.amount_minor).toBe(-500n);
  });
});
