import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { findCustomer } from '../../db/customers.ts';
import { connect } from '../../db/database.ts';
import { factsHashAfter, firstTamperedFact, loadFacts, noFactsHash } from '../../db/facts.ts';
import { canonicalJson } from '../../domain/canonical-json.ts';
import { aCustomer, anId, anInvoice, aPayment, databaseOfFile, pln, record, WALL } from './support.ts';

const { test, db } = await databaseOfFile();

describe('facts', () => {
  it('are the same bytes for every past version, whatever comes after', async () => {
    const customer = await aCustomer(db);
    const seen: string[] = [];
    for (let count = 0; count < 6; count += 1) {
      const { factVersion } = await record(db, customer, [anInvoice(anId('inv'), 100 + count)]);
      for (let version = 1; version <= factVersion; version += 1) {
        const bytes = canonicalJson(await loadFacts(db, customer, { atVersion: version }));
        expect(bytes).toBe((seen[version] ??= bytes));
      }
    }
    expect(new Set(seen.slice(1)).size).toBe(7);
  });

  it('that come after a version complete those known at it', async () => {
    const customer = await aCustomer(db);
    await record(db, customer, [anInvoice(anId('inv'), 100)]);
    await record(db, customer, [anInvoice(anId('inv'), 200)]);
    const known = await loadFacts(db, customer, { atVersion: 2 });
    const after = await loadFacts(db, customer, { after: 2 });
    expect([...known, ...after]).toEqual(await loadFacts(db, customer));
    expect(after).toHaveLength(1);
  });

  it('come back as they went in: instants to the millisecond, absent members absent', async () => {
    const customer = await aCustomer(db);
    const body = { timeZone: 'Europe/Berlin', locale: undefined } as unknown as { timeZone: string };
    await record(db, customer, [{ kind: 'customer.changed', effectiveOn: '2026-03-01', body }], { wallNow: WALL + 7 });
    const [fact] = await loadFacts(db, customer, { after: 1 });
    expect(fact).toEqual({
      version: 2,
      seq: 0,
      kind: 'customer.changed',
      effectiveOn: '2026-03-01',
      at: WALL + 7,
      recordedAt: WALL + 7,
      body: { timeZone: 'Europe/Berlin' },
    });
    const row = await db.selectFrom('customer').selectAll().where('id', '=', customer).executeTakeFirstOrThrow();
    expect(row).toMatchObject({ time_zone: 'Europe/Berlin', locale: 'pl' });
  });

  it('are chained: the head on the customer follows from all of them', async () => {
    const customer = await aCustomer(db);
    await record(db, customer, [anInvoice(anId('inv'), 100), aPayment(anId('pay'), 30, '', 0)]);
    const head = await findCustomer(db, customer);
    const facts = await loadFacts(db, customer);
    expect(Buffer.from(head?.factsHash ?? [])).toEqual(Buffer.from(factsHashAfter(noFactsHash(customer), facts)));
    expect(await firstTamperedFact(db, customer)).toBeNull();
  });

  it('that a superuser changed behind all guards are found', async () => {
    const customer = await aCustomer(db);
    const invoice = anId('inv');
    await record(db, customer, [anInvoice(invoice, 100)]);
    await record(db, customer, [aPayment(anId('pay'), 100, invoice, 100)]);
    const superuser = connect(test.superuserUrl, { max: 1 });
    await superuser.transaction().execute(async (trx) => {
      await sql`set local session_replication_role = replica`.execute(trx);
      const amount = JSON.stringify(pln(1));
      await sql`update fact set body = jsonb_set(body, '{total}', ${amount}::jsonb) where customer_id = ${customer} and version = 2`.execute(
        trx,
      );
    });
    expect(await firstTamperedFact(db, customer)).toEqual({ version: 2, seq: 0 });
    await superuser.transaction().execute(async (trx) => {
      await sql`set local session_replication_role = replica`.execute(trx);
      await sql`delete from fact where customer_id = ${customer} and version > 1`.execute(trx);
    });
    expect(await firstTamperedFact(db, customer)).toEqual({ version: 3, seq: 0 });
    await superuser.destroy();
  });
});
