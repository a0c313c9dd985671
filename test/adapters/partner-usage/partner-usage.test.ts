import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { PartnerCenterError } from '../../../adapters/index.ts';
import { createPartnerUsage } from '../../../adapters/partner-usage/create-partner-usage.ts';
import { startedMicrosoft } from '../support/microsoft.ts';
import { refusalOf } from '../support/refusal.ts';
import { closeScripted, scriptedMicrosoft } from '../support/scripted-microsoft.ts';

let microsoft: Awaited<ReturnType<typeof startedMicrosoft>>;
let connection: ReturnType<typeof microsoft.connection>;
let tenant: string;

beforeAll(async () => {
  microsoft = await startedMicrosoft();
  connection = microsoft.connection({
    userGrant: { readRefreshToken: async () => 'simulated-refresh-token', replaceRefreshToken: async () => {} },
  });
});
beforeEach(() => {
  tenant = microsoft.newTenant();
});
afterEach(async () => {
  await microsoft.clearFaults();
  await closeScripted();
});
afterAll(async () => {
  await connection.close();
  await microsoft.stop();
});

const usage = () => createPartnerUsage(connection);
const written = async () => (await microsoft.requests(tenant)).filter(({ method }) => method === 'PATCH').length;

/** A plan with an Azure subscription under which something was used, as Microsoft shows it after the daily refresh. */
async function plan(totalCost: string) {
  const planId = await microsoft.seed(tenant, { offerId: 'DZH318Z0BPS6:0001:DZH318Z0BMTH', billingCycle: 'one_time' });
  const under = `/tenants/${tenant}/subscriptions/${planId}/entitlements`;
  const { id: entitlementId } = await microsoft.control<{ id: string }>('POST', under, {});
  await microsoft.control('POST', `/tenants/${tenant}/usage`, {
    entitlementId,
    totalCost,
    quantity: '0.00000015',
    visibleAfterMs: 0,
  });
  await microsoft.control('POST', `/tenants/${tenant}/usage-refresh`, {});
  return { planId, entitlementId };
}

describe('what was used', () => {
  test('is read with every digit: of each customer, plan, meter and resource', async () => {
    const totalCost = '120.5682999999995904716';
    const { planId, entitlementId } = await plan(totalCost);
    const cost = { totalCost, currency: 'PLN' };
    const [customer, ...others] = (await usage().customers()).filter((one) => one.customerTenantId === tenant);
    expect(others).toEqual([]);
    expect(customer).toMatchObject({ ...cost, budget: null, percentUsed: '0', hasAzurePlan: true });
    expect(customer?.lastModifiedAt).toBeGreaterThan(Date.parse('2026-01-01'));
    expect(await usage().summary(tenant)).toMatchObject({ ...cost, budget: null });
    expect(await usage().plans(tenant)).toMatchObject([{ ...cost, planId, status: 'active' }]);
    const { periodStart, periodEnd, ...ofPlan } = await usage().planSummary(tenant, planId);
    expect(ofPlan).toMatchObject(cost);
    expect(periodStart).toBeLessThan(periodEnd ?? 0);
    expect(await usage().meters(tenant, planId)).toMatchObject([{ ...cost, quantity: '0.00000015', unit: '1 Hour' }]);
    expect(await usage().resources(tenant, planId)).toMatchObject([{ ...cost, entitlementId, resourceName: 'vm1' }]);
  });

  test('needs a person’s sign-in', async () => {
    const own = microsoft.connection();
    const error = await refusalOf(PartnerCenterError, createPartnerUsage(own).customers());
    expect(error).toMatchObject({ code: '900329', needsPerson: true });
    await own.close();
  });

  test('is never nothing because a record lacks its cost', async () => {
    const { connection: scripted } = await scriptedMicrosoft((_seen, reply) => {
      reply.end(
        JSON.stringify({ items: [{ resourceId: 't', attributes: { objectType: 'CustomerMonthlyUsageRecord' } }] }),
      );
    });
    expect(await refusalOf(PartnerCenterError, createPartnerUsage(scripted).customers())).toMatchObject({
      code: 'CustomerMonthlyUsageRecord_without_totalCost',
    });
  });

  test('is understood in its other spellings: numbers in quotes, a misspelt budget, a locale for a currency', async () => {
    const { connection: scripted } = await scriptedMicrosoft((_seen, reply) => {
      reply.end('{"ResourceId":"t","TotalCost":"602.84","CurrencyLocale":"en-US","budget":{"ammount":1e2}}');
    });
    expect(await createPartnerUsage(scripted).summary('t')).toMatchObject({
      totalCost: '602.84',
      currency: null,
      budget: '100',
    });
  });
});

describe('a budget', () => {
  test('is none, is set and read back with its digits, and is taken away', async () => {
    expect(await usage().budget(tenant)).toBeNull();
    expect(await usage().setBudget(tenant, '1240.50')).toBe('1240.5');
    expect(await usage().budget(tenant)).toBe('1240.5');
    expect(await usage().setBudget(tenant, null)).toBeNull();
    expect(await usage().budget(tenant)).toBeNull();
  });

  test('that stands already is not sent again', async () => {
    await usage().setBudget(tenant, '100.5');
    await usage().setBudget(tenant, '100.50');
    expect(await written()).toBe(1);
  });

  test('set twice within the day, and back, is each time what was said last', async () => {
    for (const amount of ['100', '200', '100', null, '100']) await usage().setBudget(tenant, amount);
    expect(await usage().budget(tenant)).toBe('100');
  });

  test('whose answer is lost is found standing', async () => {
    await microsoft.fault({ kind: 'lostAnswer', match: { method: 'PATCH', tenantId: tenant } });
    expect(await usage().setBudget(tenant, '300')).toBe('300');
    expect(await written()).toBe(1);
  });

  test.each(['0', '0.00', '-1', '1e3', '1,5', '', '01'])('of %j is refused before anything is sent', async (amount) => {
    await expect(usage().setBudget(tenant, amount)).rejects.toThrow(RangeError);
    expect(await microsoft.requests(tenant)).toEqual([]);
  });
});
