import fc from 'fast-check';
import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { ageingSql } from '../../db/ageing.ts';
import { compareBalances, rebuildBalances } from '../../db/balances.ts';
import { commitChange } from '../../db/commit-change.ts';
import { type CustomerHead, findCustomer, lockCustomer } from '../../db/customers.ts';
import { connect } from '../../db/database.ts';
import { totalExposure } from '../../db/exposures.ts';
import { firstTamperedFact, loadFacts } from '../../db/facts.ts';
import { compareJournals, compareProjections, repairProjections } from '../../db/rebuild.ts';
import { standingsOf } from '../../db/standings.ts';
import { trialBalance } from '../../db/trial-balance.ts';
import type { Account } from '../../domain/account/account.ts';
import { foldFacts } from '../../domain/account/fold.ts';
import { addDays, dayAt, type Instant } from '../../domain/calendar/day.ts';
import { ageingBuckets } from '../../domain/receivables/ageing.ts';
import { openInstalments, standing } from '../../domain/receivables/standing.ts';
import { factsOf, type DatedEvent, moneyLife } from './money-life.ts';
import { aCustomer, asking, databaseOfFile, recordWithReceipts, WALL } from './support.ts';

const DAY = 86_400_000;
const { test, db } = await databaseOfFile();

/** Lives a life in the database; answers the customer, his account and the last instant. */
async function live(events: readonly DatedEvent[]): Promise<{ head: CustomerHead; account: Account; now: Instant }> {
  const customer = await aCustomer(db);
  let now = WALL;
  for (const { after, event } of events) {
    now += after * DAY;
    await commitChange(db, { ...asking({ wallNow: now }), customer }, (change) =>
      recordWithReceipts(change, factsOf(change, event)),
    );
  }
  const head = await findCustomer(db, customer);
  if (head === undefined) throw new Error('the customer is gone');
  return { head, account: foldFacts(await loadFacts(db, customer)), now };
}

describe('whatever happens to money', () => {
  it('rows, journals, balances and sums in SQL say what the facts say', async () => {
    await fc.assert(
      fc.asyncProperty(moneyLife, fc.integer({ min: 0, max: 60 }), async (events, later) => {
        const { head, account, now } = await live(events);
        expect(await compareProjections(db, head)).toEqual([]);
        expect(await compareJournals(db, head)).toEqual([]);
        expect(await firstTamperedFact(db, head.id)).toBeNull();

        const asked = now + later * DAY;
        const today = dayAt(asked, 'Europe/Warsaw');
        const view = standing(account, today, 2);
        const figures = (await standingsOf(db, [head.id], asked)).get(head.id);
        expect(figures).toEqual({
          open: view.open,
          overdue: view.overdue,
          disputed: view.disputed,
          promised: view.promised,
          collectible: view.collectible,
          prepaid: account.prepaid,
          unapplied: account.unapplied,
          unbilled: 0n,
          exposure: view.open - account.prepaid - account.unapplied,
        });

        const ageing = await ageingSql(db, { asOf: today, customer: head.id });
        const expected = ageingBuckets(openInstalments(account), today);
        expect(ageing.get('PLN')?.buckets ?? ageingBuckets([], today).buckets).toEqual(expected.buckets);
      }),
      { numRuns: 15, endOnFailure: true },
    );
    expect(await compareBalances(db)).toEqual([]);
  });

  it('the ledger sums to zero on any day, and pots are never overdrawn on the way', async () => {
    const [events = []] = fc.sample(moneyLife, { numRuns: 1, seed: 7 });
    const { now } = await live(events);
    for (let days = -20; days <= 60; days += 4) {
      const asOf = addDays(dayAt(now, 'Europe/Warsaw'), days);
      const accounts = await trialBalance(db, { asOf });
      expect(accounts.reduce((sum, account) => sum + account.balance, 0n)).toBe(0n);
      for (const { account, balance } of accounts) {
        if (account === 'prepaid' || account === 'unapplied') expect(balance).toBeLessThanOrEqual(0n);
      }
    }
  });

  it('the exposure of the book is the sum of its customers', async () => {
    const customers = await db.selectFrom('customer').select('id').execute();
    const figures = await standingsOf(
      db,
      customers.map((row) => row.id),
      WALL,
    );
    const sum = [...figures.values()].reduce((total, figure) => total + figure.exposure, 0n);
    const [total] = await totalExposure(db, {});
    expect(total).toMatchObject({ currency: 'PLN', exposure: sum });
  });
});

describe('a rebuild', () => {
  it('finds and mends what somebody changed behind the back of the facts', async () => {
    const [events = []] = fc.sample(moneyLife, { numRuns: 1, seed: 3 });
    const { head } = await live(events);
    const { id } = await db
      .selectFrom('invoice')
      .select('id')
      .where('customer_id', '=', head.id)
      .limit(1)
      .executeTakeFirstOrThrow();
    await db.updateTable('invoice').set({ number: 'wrong' }).where('id', '=', id).execute();
    await db
      .updateTable('balance')
      .set({ amount_minor: 1n })
      .where('customer_id', '=', head.id)
      .where('account', '=', 'revenue')
      .execute();
    expect(await compareProjections(db, head)).toEqual([{ table: 'invoice', key: id, what: 'different' }]);
    expect(await compareBalances(db)).toMatchObject([{ customerId: head.id, account: 'revenue', kept: 1n }]);

    const owner = connect(test.ownerUrl, { max: 1 });
    await owner.transaction().execute(async (trx) => {
      const customer = await lockCustomer(trx, head.id);
      expect(await repairProjections(trx, customer)).toHaveLength(1);
      expect(await rebuildBalances(trx)).toHaveLength(1);
    });
    await owner.destroy();
    expect(await compareProjections(db, head)).toEqual([]);
    expect(await compareBalances(db)).toEqual([]);
  });

  it('names the fact whose journal is not its own', async () => {
    const { head } = await live([
      { after: 0, event: { what: 'payment', amount: 100, ago: 0, pick: null, prepayment: false } },
    ]);
    const superuser = connect(test.superuserUrl, { max: 1 });
    await superuser.transaction().execute(async (trx) => {
      await sql`set local session_replication_role = replica`.execute(trx);
      await trx.updateTable('journal').set({ effective_on: '2026-01-01' }).where('customer_id', '=', head.id).execute();
    });
    await superuser.destroy();
    expect(await compareJournals(db, head)).toEqual(['2.0']);
  });
});
