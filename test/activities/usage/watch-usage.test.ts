import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { watchCustomer } from '../../../activities/usage/watch-usage.ts';
import type { ActivityDeps } from '../../../activities/deps.ts';
import { agreedUseStatement, withdrawalStatement } from '../../../db/agreed-uses.ts';
import { findCustomer } from '../../../db/customers.ts';
import { continueCase, loadCase } from '../../../db/security-cases.ts';
import { inTurn } from '../../../db/statement.ts';
import { stateUsage } from '../../../db/usage.ts';
import { addDays, instantAt } from '../../../domain/calendar/day.ts';
import type { CaseFactDraft } from '../../../domain/security/case-facts.ts';
import { aCustomer, anId, databaseOfFile } from '../../db/support.ts';

const FIRST_DAY = '2026-01-05';
const noon = (days: number): number => instantAt(addDays(FIRST_DAY, days), '12:00', 'Europe/Warsaw');

const { db } = await databaseOfFile();

/** A customer who uses 100 zlotys a day in Poland, and of whom more can be stated and watched. */
async function aUser() {
  const id = await aCustomer(db);
  const stated = async (days: number, elsewhere: bigint): Promise<void> => {
    const line = { service: 'Virtual Machines', kind: 'D2', night: null };
    const lines = [{ ...line, region: 'polandcentral', cost: 100_00n }];
    if (elsewhere > 0n) lines.push({ ...line, region: 'brazilsouth', cost: elsewhere });
    const day = addDays(FIRST_DAY, days);
    await stateUsage(db, { customerId: id, currency: 'PLN', day }, noon(days + 1) - 1, (_known, knownAt) => [
      { day, knownAt, lines },
    ]);
  };
  for (let days = 0; days < 40; days += 1) await stated(days, 0n);
  return {
    id,
    /** States what was used on a day and looks at noon of the next. */
    async used(days: number, elsewhere: bigint): Promise<number> {
      await stated(days, elsewhere);
      const customer = await findCustomer(db, id);
      if (customer === undefined) throw new Error('no customer');
      const now = noon(days + 1);
      const deps = { db, wallNow: () => now, newId: anId } as unknown as ActivityDeps;
      return await watchCustomer(deps, customer, now);
    },
    cases: () => db.selectFrom('security_case').select(['id', 'verdict']).where('customer_id', '=', id).execute(),
    async judged(verdict: 'fraud' | 'legitimate', days: number): Promise<void> {
      const latest = db.selectFrom('security_case').select('id').where('customer_id', '=', id).orderBy('id', 'desc');
      const { id: caseId } = await latest.executeTakeFirstOrThrow();
      const drafts: CaseFactDraft[] = [
        { kind: 'case.judged', body: { verdict, waived: true } },
        { kind: 'case.answered', body: { alerts: [] } },
        { kind: 'case.closed', body: {} },
      ];
      await db.transaction().execute(async (trx) => {
        const loaded = await loadCase(trx, caseId);
        if (loaded === undefined) throw new Error('no case');
        const stamp = { at: noon(days), recordedAt: noon(days), actor: 'analyst' };
        await inTurn(trx, continueCase(loaded, drafts, stamp).statements);
      });
    },
    async agreed(daily: bigint, from: number, until: number): Promise<string> {
      const use = anId('agu');
      const record = { id: use, kind: 'region' as const, subject: 'brazilsouth', daily, actor: randomUUID() };
      const span = { from: addDays(FIRST_DAY, from), until: addDays(FIRST_DAY, until), knownAt: noon(from) };
      await db.transaction().execute((trx) => inTurn(trx, [agreedUseStatement(id, { ...record, ...span })]));
      return use;
    },
  };
}

describe('a rise in consumption', () => {
  it('that was judged to be honest asks nobody again on the next days, and does when there is three times as much', async () => {
    const user = await aUser();
    expect(await user.used(40, 300_00n)).toBeGreaterThan(0);
    await user.judged('legitimate', 42);
    expect(await user.used(41, 310_00n)).toBe(0);
    expect(await user.used(42, 305_00n)).toBe(0);
    expect(await user.cases()).toHaveLength(1);
    expect(await user.used(43, 1_200_00n)).toBeGreaterThan(0);
    expect(await user.cases()).toHaveLength(2);
  });

  it('that was judged to be fraud is a case again as soon as it is there again', async () => {
    const user = await aUser();
    expect(await user.used(40, 300_00n)).toBeGreaterThan(0);
    await user.judged('fraud', 42);
    expect(await user.used(42, 305_00n)).toBeGreaterThan(0);
    expect(await user.cases()).toHaveLength(2);
  });

  it('that the customer told us of is no case up to what was agreed, for as long as that holds', async () => {
    const user = await aUser();
    const use = await user.agreed(400_00n, 40, 60);
    expect(await user.used(40, 300_00n)).toBe(0);
    expect(await user.used(41, 390_00n)).toBe(0);
    expect(await user.cases()).toEqual([]);
    await db.transaction().execute((trx) => inTurn(trx, [withdrawalStatement(use, noon(42))]));
    expect(await user.used(43, 390_00n)).toBeGreaterThan(0);
  });

  it('beyond what was agreed is one', async () => {
    const user = await aUser();
    await user.agreed(50_00n, 40, 60);
    expect(await user.used(40, 400_00n)).toBeGreaterThan(0);
    expect(await user.cases()).toHaveLength(1);
  });
});
