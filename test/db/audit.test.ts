import { type RawBuilder, sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { appendSystemAudit, type BrokenLink, saltedDigest, SYSTEM_CHAIN, verifyChains } from '../../db/audit.ts';
import { auditCustomer } from '../../db/commit-change.ts';
import { connect, type Db } from '../../db/database.ts';
import { listAudit } from '../../db/lists/audit.ts';
import { aCustomer, anId, anInvoice, databaseOfFile, record, WALL } from './support.ts';

const { test, db } = await databaseOfFile();
let superuser: Db;
beforeAll(async () => {
  superuser = connect(test.superuserUrl, { max: 1 });
});
afterAll(async () => {
  await superuser.destroy();
});

const event = (kind: string) => ({ kind, actor: 'token:test', at: WALL, recordedAt: WALL, body: { key: kind } });

/** The broken links of a chain, seen after a change that no role of Tenure could make, which is then taken back. */
async function brokenAfter(change: RawBuilder<unknown>, chain: string): Promise<readonly BrokenLink[]> {
  let seen: readonly BrokenLink[] = [];
  const undo = new Error('undo');
  const changing = superuser.transaction().execute(async (trx) => {
    await sql`set local session_replication_role = replica`.execute(trx);
    await change.execute(trx);
    seen = (await verifyChains(trx, chain)).broken;
    throw undo;
  });
  await expect(changing).rejects.toBe(undo);
  return seen;
}

describe('the audit', () => {
  it('has every fact, its hash, and who recorded it, in the chain of its customer', async () => {
    const customer = await aCustomer(db);
    await record(db, customer, [anInvoice(anId('inv'), 100)], { actor: 'user:anna' });
    await auditCustomer(db, customer, [event('refused')]);
    const { items } = await listAudit(db, { chain: customer }, { limit: 10 });
    expect(items.map((item) => [item.seq, item.kind, item.actor])).toEqual([
      [1, 'customer.registered', 'token:test'],
      [2, 'policy.assigned', 'token:test'],
      [3, 'invoice.issued', 'user:anna'],
      [4, 'refused', 'token:test'],
    ]);
    const fact = await db
      .selectFrom('fact')
      .select('hash')
      .where('customer_id', '=', customer)
      .where('version', '=', 2)
      .executeTakeFirstOrThrow();
    expect(items[2]?.body).toEqual({ fact: '2.0', hash: Buffer.from(fact.hash).toString('hex') });
    expect(await verifyChains(db, customer)).toEqual({ chains: 1, events: 4, broken: [] });
  });

  it('has one chain for what belongs to no customer, also when many write at once', async () => {
    await Promise.all(
      Array.from({ length: 12 }, (_, index) =>
        db.transaction().execute((trx) => appendSystemAudit(trx, [event(`a${index}`), event(`b${index}`)])),
      ),
    );
    expect(await verifyChains(db, SYSTEM_CHAIN)).toEqual({ chains: 1, events: 24, broken: [] });
  });

  it('shows the first link that somebody changed, took out or cut off', async () => {
    const customer = await aCustomer(db);
    for (let count = 0; count < 5; count += 1) await auditCustomer(db, customer, [event(`e${count}`)]);
    const mine = sql`chain = ${customer}`;
    expect(await brokenAfter(sql`update audit_event set actor = 'nobody' where ${mine} and seq = 4`, customer)).toEqual(
      [{ chain: customer, seq: 4, why: 'changed' }],
    );
    expect(
      await brokenAfter(
        sql`update audit_event set recorded_at = recorded_at + interval '1 ms' where ${mine} and seq = 2`,
        customer,
      ),
    ).toEqual([{ chain: customer, seq: 2, why: 'changed' }]);
    expect(await brokenAfter(sql`delete from audit_event where ${mine} and seq = 3`, customer)).toEqual([
      { chain: customer, seq: 3, why: 'missing' },
    ]);
    expect(await brokenAfter(sql`delete from audit_event where ${mine} and seq = 7`, customer)).toEqual([
      { chain: customer, seq: 7, why: 'cutOff' },
    ]);
    expect(await brokenAfter(sql`delete from customer where id = ${customer}`, customer)).toEqual([
      { chain: customer, seq: 8, why: 'cutOff' },
    ]);
    expect(await verifyChains(db, customer)).toMatchObject({ broken: [] });
  });

  it('is listed by actor, kind and time, page by page', async () => {
    const customer = await aCustomer(db);
    for (const kind of ['x.1', 'x.2', 'x.1', 'x.1']) {
      await auditCustomer(db, customer, [{ ...event(kind), actor: 'user:bert', recordedAt: WALL + 5_000 }]);
    }
    const first = await listAudit(db, { actor: 'user:bert', kind: 'x.1', from: WALL + 5_000 }, { limit: 2 });
    expect(first.items).toHaveLength(2);
    const second = await listAudit(
      db,
      { actor: 'user:bert', kind: 'x.1' },
      { limit: 2, cursor: first.nextCursor ?? '' },
    );
    expect(second.items).toHaveLength(1);
    expect(second.nextCursor).toBeNull();
    expect((await listAudit(db, { actor: 'user:bert', to: WALL + 5_000 }, { limit: 2 })).items).toEqual([]);
  });

  it('holds digests that only the salt can connect with a value', () => {
    const salt = Buffer.from('salt of one customer');
    expect(saltedDigest(salt, 'anna@example.com')).toBe(saltedDigest(salt, 'anna@example.com'));
    expect(saltedDigest(salt, 'anna@example.com')).not.toBe(saltedDigest(Buffer.from('other'), 'anna@example.com'));
  });
});
