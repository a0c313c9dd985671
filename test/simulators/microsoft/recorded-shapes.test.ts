import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { azurePlan } from '../support/azure.ts';
import { departures, type ShapeName } from '../support/contract-shapes.ts';
import { ALERTS, graphOf } from '../support/graph.ts';
import { partner } from '../support/partner.ts';

type Json = Record<string, unknown>;

let microsoft: Awaited<ReturnType<typeof partner>>;
let graph: Awaited<ReturnType<typeof graphOf>>;
let plan: Awaited<ReturnType<typeof azurePlan>>;
let licences: Awaited<ReturnType<typeof microsoft.seed>>;
let invoice = '';
beforeAll(async () => {
  microsoft = await partner({ firstRetryMs: 1 });
  graph = await graphOf(microsoft);
  plan = await azurePlan(microsoft);
  licences = await microsoft.seed({}, plan.tenantId);
  const used = { entitlementId: plan.entitlements[0], totalCost: '120.5682999999995904716' };
  await microsoft.pull('POST', `tenants/${plan.tenantId}/usage`, used);
  await microsoft.pull('POST', `tenants/${plan.tenantId}/usage-refresh`);
  await microsoft.pull('POST', 'alerts', { customerTenantId: plan.tenantId });
  await microsoft.call('PATCH', `/customers/${plan.tenantId}/usagebudget`, {
    Amount: 500,
    Attributes: { ObjectType: 'SpendingBudget' },
  });
  await microsoft.write(licences.path, { status: 'suspended' });
  const line = { customerId: plan.tenantId, subscriptionId: licences.id, totalForCustomer: '12.3' };
  invoice = (await microsoft.pull<{ id: string }>('POST', 'invoices', { lines: [line] })).id;
});
afterAll(() => microsoft.stop());

const get = async (path: string, headers: Record<string, string> = {}): Promise<Json> =>
  (await microsoft.call<Json>('GET', path, undefined, { authorization: `Bearer ${microsoft.userToken}`, ...headers }))
    .body;
const first = async (path: string): Promise<unknown> => {
  const body = await get(path);
  expect(departures(body, 'Collection'), path).toEqual([]);
  const [item] = body['items'] as readonly unknown[];
  return item;
};

describe('what the simulator answers is what the contract records', () => {
  const customer = (): string => `/customers/${plan.tenantId}`;
  const rows: readonly [string, ShapeName, () => Promise<unknown>][] = [
    ['a customer', 'Customer', () => get(customer())],
    ['a customer of the list', 'ListedCustomer', () => first('/customers')],
    ['a company profile', 'CompanyProfile', async () => (await get(customer()))['companyProfile']],
    ['a suspended subscription', 'Subscription', () => get(licences.path)],
    ['an Azure plan', 'Subscription', () => get(plan.path)],
    ['an Azure entitlement', 'AzureEntitlement', () => first(`${plan.path}/azureEntitlements`)],
    ['a budget', 'SpendingBudget', () => get(`${customer()}/usagebudget`)],
    ['a customer’s month', 'CustomerMonthlyUsageRecord', () => first('/customers/usagerecords')],
    ['a customer’s summary', 'CustomerUsageSummary', () => get(`${customer()}/usagesummary`)],
    ['a plan’s month', 'SubscriptionMonthlyUsageRecord', () => first(`${customer()}/subscriptions/usagerecords`)],
    ['a meter’s month', 'MeterUsageRecord', () => first(`${plan.path}/meterusagerecords`)],
    ['a resource’s month', 'ResourceUsageRecord', () => first(`${plan.path}/resourceusagerecords`)],
    ['an audit record', 'AuditRecord', () => first('/auditrecords')],
    ['an invoice', 'Invoice', () => get(`/invoices/${invoice}`)],
    ['the sum of invoices', 'InvoiceSummary', () => get('/invoices/summary')],
    ['a refusal', 'ApiFault', () => get(`/customers/${randomUUID()}/subscriptions/${randomUUID()}`)],
  ];

  test.each(rows)('%s', async (_what, shape, load) => {
    expect(departures(await load(), shape)).toEqual([]);
  });

  test('fraud events, in the old and in the new model', async () => {
    const [old] = (await get('/fraudEvents')) as unknown as readonly unknown[];
    expect(departures(old, 'FraudEvent')).toEqual([]);
    const [more] = (await get('/fraudEvents', { 'x-neweventsmodel': 'true' })) as unknown as readonly unknown[];
    expect(departures(more, 'FraudEvent', 'FraudEventMore')).toEqual([]);
  });

  test('Graph’s alerts and Graph’s refusals', async () => {
    const { body } = await graph.call<{ value: readonly unknown[] }>('GET', ALERTS);
    expect(departures(body.value[0], 'PartnerSecurityAlert')).toEqual([]);
    const refused = await graph.call<{ error: unknown }>('GET', `${ALERTS}/nobody`);
    expect([refused.status, departures(refused.body.error, 'GraphError')]).toEqual([404, []]);
  });

  test('Azure’s refusals', async () => {
    const refused = await fetch(`${microsoft.url}/subscriptions/${randomUUID()}?api-version=2022-12-01`);
    const { error } = (await refused.json()) as { error: unknown };
    expect([refused.status, departures(error, 'ArmError')]).toEqual([401, []]);
  });

  test('a throttled call has a body of another shape', async () => {
    await microsoft.pull('POST', 'faults', { kind: 'throttle', retryAfter: 1 });
    const throttled = await microsoft.call<Json>('GET', customer());
    expect([throttled.status, departures(throttled.body, 'Throttled')]).toEqual([429, []]);
  });

  test('control: a member too many, one too few and one of another type are each found', async () => {
    const { body } = await microsoft.call<Json>('GET', licences.path);
    const { status: _status, ...rest } = body;
    expect(departures({ ...rest, quantity: '5', colour: 'red' }, 'Subscription')).toEqual([
      'quantity is no number: "5"',
      'status is missing',
      'colour is not in the contract',
    ]);
  });
});
