import { sql } from 'kysely';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { commitChange } from '../../db/commit-change.ts';
import { aCustomer, anId, anInvoice, aPayment, asking, databaseOfFile, pln, record } from './support.ts';

const { test, db } = await databaseOfFile();
let owner: Client;
let customer: string;
const invoice = anId('inv');
beforeAll(async () => {
  owner = new Client({ connectionString: test.ownerUrl });
  await owner.connect();
  customer = await aCustomer(db);
  await record(db, customer, [anInvoice(invoice, 1_000), aPayment(anId('pay'), 400, invoice, 400)]);
  await db
    .insertInto('decision')
    .values({
      id: 'dec_1',
      customer_id: customer,
      run_id: 'run',
      turn: 1,
      fact_version: 1,
      facts_hash: new Uint8Array(32),
      now: new Date(0),
      recorded_at: new Date(0),
      kernel_version: 1,
      calendar_version: '1',
      policy_key: 'standard',
      policy_version: 1,
      active_policy_version: 1,
      body: '{}',
    })
    .execute();
});
afterAll(async () => {
  await owner.end();
});

describe('what was written once', () => {
  const insertOnly = [
    'fact',
    'journal',
    'journal_line',
    'audit_event',
    'decision',
    'policy_version',
    'policy_activation',
  ];
  const column = { journal: 'kind', journal_line: 'line', policy_version: 'actor', policy_activation: 'actor' };

  for (const table of insertOnly) {
    const name = table in column ? column[table as keyof typeof column] : 'body';
    const changes = [`update ${table} set ${name} = ${name}`, `delete from ${table}`, `truncate ${table} cascade`];

    it(`in ${table} is refused to the application`, async () => {
      expect((await sql`select 1 from ${sql.table(table)}`.execute(db)).rows.length).toBeGreaterThan(0);
      for (const change of changes) {
        await expect(sql.raw(change).execute(db)).rejects.toThrow(`permission denied for table ${table}`);
      }
    });

    it(`in ${table} is refused to the owner as well`, async () => {
      for (const change of changes) await expect(owner.query(change)).rejects.toThrow('is insert-only');
    });
  }

  it('cannot be freed from its triggers by the application', async () => {
    await expect(sql`alter table fact disable trigger all`.execute(db)).rejects.toThrow('must be owner');
    await expect(sql`set session_replication_role = replica`.execute(db)).rejects.toThrow('permission denied');
  });
});

describe('a journal', () => {
  const head = () => ({
    seller_id: 'sel_default',
    customer_id: null,
    fact_version: null,
    fact_seq: null,
    subject_id: anId('pay'),
    kind: 'unmatched.received',
    effective_on: '2026-03-02',
    at: new Date(0),
    recorded_at: new Date(0),
  });
  const line = (journal_id: bigint, number: number, amount_minor: bigint, currency = 'PLN') => ({
    journal_id,
    line: number,
    seller_id: 'sel_default',
    customer_id: null,
    account: number === 1 ? ('clearing' as const) : ('unmatched' as const),
    currency,
    amount_minor,
    invoice_id: null,
    instalment: null,
  });
  const enter = (lines: readonly (readonly [bigint, string])[]) =>
    db.transaction().execute(async (trx) => {
      const { id } = await trx.insertInto('journal').values(head()).returning('id').executeTakeFirstOrThrow();
      for (const [index, [amount, currency]] of lines.entries()) {
        await trx
          .insertInto('journal_line')
          .values(line(id, index + 1, amount, currency))
          .execute();
      }
      return id;
    });

  it('that balances is taken', async () => {
    await expect(
      enter([
        [100n, 'PLN'],
        [-100n, 'PLN'],
      ]),
    ).resolves.toBeTypeOf('bigint');
  });

  it('that does not balance is refused by the database', async () => {
    await expect(
      enter([
        [100n, 'PLN'],
        [-99n, 'PLN'],
      ]),
    ).rejects.toThrow('does not balance: 1 PLN');
  });

  it('that balances only across two currencies is refused', async () => {
    await expect(
      enter([
        [100n, 'PLN'],
        [-100n, 'EUR'],
      ]),
    ).rejects.toThrow('does not balance');
  });

  it('without lines is refused', async () => {
    await expect(enter([])).rejects.toThrow('has no lines');
  });

  it('cannot get another line later', async () => {
    const id = await enter([
      [100n, 'PLN'],
      [-100n, 'PLN'],
    ]);
    await expect(
      db
        .insertInto('journal_line')
        .values(line(id, 3, 5n))
        .execute(),
    ).rejects.toThrow('does not balance: 5 PLN');
  });
});

describe('a wrong state', () => {
  const refused = (drafts: Parameters<typeof record>[2]) => expect(record(db, customer, drafts)).rejects;

  it('is an invoice number used twice by one seller', async () => {
    const twice = anInvoice(anId('inv'), 100);
    await refused([{ ...twice, body: { ...twice.body, number: `F/${invoice}` } }]).toThrow('invoice_number_once');
  });

  it('is more money on an instalment than it asks for', async () => {
    await refused([aPayment(anId('pay'), 700, invoice, 700)]).toThrow('check constraint');
  });

  it('is a payment without a receipt', async () => {
    const posting = commitChange(db, { ...asking(), customer }, (change) =>
      change.record([aPayment(anId('pay'), 5, '', 0)]),
    );
    await expect(posting).rejects.toThrow('payment_has_receipt');
  });

  it('is a pot that owes money', async () => {
    const reversal = {
      kind: 'payment.reversed' as const,
      effectiveOn: '2026-03-02',
      body: {
        payment: 'pay_unknown',
        kind: 'chargeback' as const,
        amount: pln(50),
        reopened: [],
        fromUnapplied: pln(50),
        fromPrepaid: pln(0),
        applied: [],
      },
    };
    await refused([reversal]).toThrow('check constraint');
  });

  it('is an invoice whose net and tax are not its total', async () => {
    const wrong = anInvoice(anId('inv'), 100);
    await refused([{ ...wrong, body: { ...wrong.body, net: pln(90) } }]).toThrow('off by');
  });

  it('leaves nothing behind', async () => {
    const row = await db
      .selectFrom('customer')
      .select('fact_version')
      .where('id', '=', customer)
      .executeTakeFirstOrThrow();
    expect(row.fact_version).toBe(2);
  });
});

describe('a notice', () => {
  const notice = () => ({
    id: anId('ntc'),
    customer_id: customer,
    kind: 'dunning' as const,
    step: 'warning',
    occurrence: '1.1',
    effect_key: anId('eff'),
    contact_revision: 1,
    message_id: anId('ntc'),
    to_address: 'a@example.com',
    document: Buffer.from('Dear'),
    document_sha256: new Uint8Array(32),
    state: 'sending' as const,
    recorded_at: new Date(0),
  });

  it('keeps its bytes and its addressee, until they are erased', async () => {
    const row = notice();
    await db.insertInto('notice').values(row).execute();
    const change = (set: object) => db.updateTable('notice').set(set).where('id', '=', row.id).execute();
    await expect(change({ document: Buffer.from('Other') })).rejects.toThrow('is frozen');
    await expect(change({ to_address: 'b@example.com' })).rejects.toThrow('is frozen');
    await expect(change({ message_id: 'x' })).rejects.toThrow('is frozen');
    await change({ document: null, to_address: null });
    await expect(change({ to_address: 'a@example.com' })).rejects.toThrow('is frozen');
  });

  it('exists once per effect key', async () => {
    const row = notice();
    await db.insertInto('notice').values(row).execute();
    await expect(
      db
        .insertInto('notice')
        .values({ ...notice(), effect_key: row.effect_key })
        .execute(),
    ).rejects.toThrow('notice_once');
  });
});
