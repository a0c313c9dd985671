import { randomUUID } from 'node:crypto';
import { MockActivityEnvironment } from '@temporalio/testing';
import { sql } from 'kysely';
import { pino } from 'pino';
import { describe, expect, it } from 'vitest';
import type { ActivityDeps } from '../../../activities/deps.ts';
import { tendUsage } from '../../../activities/usage/tend-usage.ts';
import { createPartnerUsage } from '../../../adapters/partner-usage/create-partner-usage.ts';
import { budgetStatement } from '../../../db/budgets.ts';
import { connect } from '../../../db/database.ts';
import { inTurn } from '../../../db/statement.ts';
import { findUsageMark, loadUsage } from '../../../db/usage.ts';
import { latestStatements } from '../../../domain/usage/usage-history.ts';
import { aCustomer, anId } from '../../db/support.ts';
import { microsoftGround } from '../support/microsoft-ground.ts';

const PLAN_OFFER = 'DZH318Z0BPS6:0001:DZH318Z0BML6';

const { database, db, microsoft, connection } = await microsoftGround();

/** A customer who uses Azure, in a world and a house whose clocks show what is said. */
async function anAzureCustomer(timeZone: string) {
  const tenant = randomUUID();
  const customer = await aCustomer(db, { tenant, timeZone });
  let wall = 0;
  const at = async (instant: string): Promise<void> => {
    wall = Date.parse(instant);
    await microsoft.control('POST', '/clock', { tenantId: tenant, now: new Date(wall).toISOString() });
  };
  await at('2026-06-01T12:00:00Z');
  const plan = await microsoft.seed(tenant, { offerId: PLAN_OFFER });
  const under = `/tenants/${tenant}/subscriptions/${plan}/entitlements`;
  const { id: entitlementId } = await microsoft.control<{ id: string }>('POST', under, { active: false });
  return {
    at,
    use: (totalCost: string) =>
      microsoft.control('POST', `/tenants/${tenant}/usage`, { entitlementId, totalCost, visibleAfterMs: 0 }),
    round: async (more: Partial<ActivityDeps> = {}) => {
      const parts: Partial<ActivityDeps> = {
        db,
        partnerUsage: createPartnerUsage(connection),
        wallNow: () => wall,
        newId: anId,
        log: pino({ level: 'silent' }),
        ...more,
      };
      return await new MockActivityEnvironment().run(() => tendUsage(parts as ActivityDeps));
    },
    customer,
    /** `2026-06-30 7500`, in minor units. */
    days: async () => {
      const stated = await loadUsage(db, customer, '2026-01-01');
      return latestStatements(stated?.statements ?? [])
        .toSorted((one, other) => (one.day < other.day ? -1 : 1))
        .map(({ day, lines }) => `${day} ${lines.reduce((sum, { cost }) => sum + cost, 0n)}`);
    },
  };
}

describe('the turn of a month', () => {
  it('books nothing of the old month on the new one while Microsoft still shows the old one', async () => {
    const { at, use, round, days } = await anAzureCustomer('Europe/Warsaw');
    await microsoft.control('POST', '/settings', { usageRefreshedAfterMs: 5 * 3_600_000 });
    await use('75');
    await at('2026-06-20T06:00:00Z');
    await round();
    await use('25');
    await at('2026-06-30T06:00:00Z');
    await round();
    const june = ['2026-06-20 7500', '2026-06-30 2500'];
    expect(await days()).toEqual(june);
    // July by the customer's calendar, and then by UTC's; Microsoft's refresh has not come.
    for (const instant of ['2026-06-30T22:30:00Z', '2026-07-01T00:00:30Z']) {
      await at(instant);
      await use('1');
      await db.updateTable('usage_mark').set({ total: 'looked at anew' }).execute();
      await round();
      expect(await days()).toEqual(june);
    }
    await at('2026-07-01T06:00:00Z');
    await use('10');
    await at('2026-07-02T06:00:00Z');
    await round();
    expect(await days()).toEqual([...june, '2026-07-02 1100']);
  });

  it('takes nothing off the old month where Microsoft has begun the new one and the customer’s calendar has not', async () => {
    const { at, use, round, days } = await anAzureCustomer('America/New_York');
    await microsoft.control('POST', '/settings', { usageRefreshedAfterMs: 0 });
    await use('75');
    await at('2026-06-20T06:00:00Z');
    await round();
    await at('2026-07-01T02:00:00Z');
    await round();
    expect(await days()).toEqual(['2026-06-20 7500']);
    await use('10');
    await at('2026-07-02T02:00:00Z');
    await round();
    expect(await days()).toEqual(['2026-06-20 7500', '2026-07-02 1000']);
  });
});

describe('a customer of whom Microsoft shows something new', () => {
  it('is looked at again until all that hangs on it is done, and nothing of it is done twice', async () => {
    const { at, use, round, days, customer } = await anAzureCustomer('Europe/Warsaw');
    const agreed = { amount: 10_000n, currency: 'PLN', thresholds: [50, 100], agreedOn: '2026-06-01' };
    const more = { expectedUsers: null, expectedLocations: [], reviewOn: '2027-06-01' };
    const budget = { revision: 1, ...agreed, ...more };
    const statement = budgetStatement(customer, budget, { actor: 'test', wallNow: 0 });
    await db.transaction().execute((trx) => inTurn(trx, [statement]));
    await use('120');
    await at('2026-06-20T06:00:00Z');
    const tasks = async () =>
      await db.selectFrom('task').select('key').where('customer_id', '=', customer).orderBy('key').execute();

    // Each time one write that follows the statements is refused.
    const owner = connect(database.ownerUrl, { max: 1 });
    for (const table of ['budget_alert', 'task', 'usage_mark']) {
      await sql`revoke insert on ${sql.table(table)} from tenure_app`.execute(owner);
      await round();
      await sql`grant insert on ${sql.table(table)} to tenure_app`.execute(owner);
      expect(await findUsageMark(db, customer)).toBeUndefined();
    }
    await owner.destroy();
    await round();
    expect(await findUsageMark(db, customer)).toMatchObject({ total: '120' });
    expect(await tasks()).toEqual([{ key: 'budgetPassed/2026-06/100' }, { key: 'budgetUntold/2026-06/100' }]);
    expect(await days()).toEqual(['2026-06-20 12000']);
    const audited = await db.selectFrom('audit_event').select('kind').where('chain', '=', customer).execute();
    expect(audited.filter(({ kind }) => kind === 'budget.thresholdPassed')).toHaveLength(1);
  });
});
