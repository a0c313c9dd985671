import { afterEach, beforeEach, expect, test } from 'vitest';
import { azurePlan } from '../support/azure.ts';
import { inbox } from '../support/inbox.ts';
import { partner } from '../support/partner.ts';

let microsoft: Awaited<ReturnType<typeof partner>>;
let plan: Awaited<ReturnType<typeof azurePlan>>;
beforeEach(async () => {
  microsoft = await partner({ firstRetryMs: 1 });
  plan = await azurePlan(microsoft, { count: 2 });
  await microsoft.setClock(plan.tenantId, '2027-03-10T08:00:00Z');
});
afterEach(() => microsoft.stop());

interface Record8 {
  readonly resourceId: string;
  readonly totalCost: number;
  readonly percentUsed: number;
  readonly isUpgraded: boolean;
  readonly lastModifiedDate: string;
  readonly budget: { readonly amount?: number };
}
interface Listed<T> {
  readonly totalCount: number;
  readonly items: readonly T[];
}

const clock = (now: string) => microsoft.setClock(plan.tenantId, now);
const asUser = <T = Listed<Record8>>(path: string) =>
  microsoft.call<T>('GET', path, undefined, { authorization: `Bearer ${microsoft.userToken}` });
const use = (totalCost: string, more: object = {}) =>
  microsoft.pull<{ id: string }>('POST', `tenants/${plan.tenantId}/usage`, {
    entitlementId: plan.entitlements[0],
    totalCost,
    ...more,
  });
const refresh = () => microsoft.pull('POST', `tenants/${plan.tenantId}/usage-refresh`);
const budget = (Amount: number | null) =>
  microsoft.call('PATCH', `/customers/${plan.tenantId}/usagebudget`, {
    Amount,
    Attributes: { ObjectType: 'SpendingBudget' },
  });
async function ofCustomer(): Promise<Record8> {
  const { body } = await asUser('/customers/usagerecords');
  const found = body.items.find((one) => one.resourceId === plan.tenantId);
  if (found === undefined) throw new Error('the customer is not listed');
  return found;
}

test('every usage read wants a person: app-only is 403/900329', async () => {
  const reads = [
    '/customers/usagerecords',
    `/customers/${plan.tenantId}/usagesummary`,
    `/customers/${plan.tenantId}/subscriptions/usagerecords`,
    ...['usagesummary', 'meterusagerecords', 'resourceusagerecords'].map((read) => `${plan.path}/${read}`),
  ];
  for (const path of reads) {
    const refused = await microsoft.call('GET', path);
    expect([path, refused.status, refused.body.code]).toEqual([path, 403, '900329']);
    expect((await asUser(path)).status).toBe(200);
  }
});

test('usage shows at the next midnight and not before, or when the refresh is called', async () => {
  await use('100.50');
  expect((await ofCustomer()).totalCost).toBe(0);
  await clock('2027-03-10T23:59:00Z');
  expect((await ofCustomer()).totalCost).toBe(0);
  await clock('2027-03-11T00:00:01Z');
  expect(await ofCustomer()).toMatchObject({ totalCost: 100.5, isUpgraded: true });
  expect((await ofCustomer()).lastModifiedDate).toMatch(/^2027-03-11T00:00:00/);
  await use('1');
  await refresh();
  expect((await ofCustomer()).totalCost).toBe(101.5);
});

test('a figure may come days late and be restated afterwards', async () => {
  const { id } = await use('100', { visibleAfterMs: 2 * 86_400_000 });
  await clock('2027-03-12T07:00:00Z');
  expect((await ofCustomer()).totalCost).toBe(0);
  await clock('2027-03-13T00:00:01Z');
  expect((await ofCustomer()).totalCost).toBe(100);
  await microsoft.pull('POST', `tenants/${plan.tenantId}/usage/${id}/restatement`, { totalCost: '640.25' });
  expect((await ofCustomer()).totalCost).toBe(100);
  await clock('2027-03-14T00:00:01Z');
  expect((await ofCustomer()).totalCost).toBe(640.25);
});

test('money goes over the wire with all its digits, which no float holds', async () => {
  await use('120.5682999999995904716');
  await use('0.0000000000000000001');
  await refresh();
  const { text } = await asUser('/customers/usagerecords');
  expect(text).toContain('"totalCost":120.5682999999995904717,');
});

test('a new month begins at nothing', async () => {
  await use('100');
  await clock('2027-03-31T12:00:00Z');
  expect((await ofCustomer()).totalCost).toBe(100);
  await clock('2027-04-01T00:00:01Z');
  expect((await ofCustomer()).totalCost).toBe(0);
});

test('usage is shown by customer, plan, meter and resource, and the sums agree', async () => {
  const [first, second] = plan.entitlements;
  await use('10', { entitlementId: first, resourceName: 'vm1', quantity: '2' });
  await use('5', { entitlementId: first, resourceName: 'vm1', quantity: '1.5' });
  await use('7', { entitlementId: second, resourceName: 'disk', meterId: 'a7b1c2d3-0000-4000-8000-000000000001' });
  await refresh();
  type Row = { totalCost: number; quantityUsed: number; entitlementId: string; id: string; resourceName: string };
  const rows = async (path: string) => (await asUser<Listed<Row>>(path)).body.items;
  const summary = (await asUser<Record8>(`/customers/${plan.tenantId}/usagesummary`)).body;
  expect(summary).toMatchObject({ totalCost: 22, billingStartDate: '2027-03-01T00:00:00.0000000Z' });
  const [planRow] = await rows(`/customers/${plan.tenantId}/subscriptions/usagerecords`);
  expect([planRow?.id, planRow?.totalCost]).toEqual([plan.id, 22]);
  expect((await asUser<Record8>(`${plan.path}/usagesummary`)).body.totalCost).toBe(22);
  const meters = await rows(`${plan.path}/meterusagerecords`);
  expect(meters.map((one) => [one.totalCost, one.quantityUsed])).toEqual([
    [15, 3.5],
    [7, 1],
  ]);
  const resources = await rows(`${plan.path}/resourceusagerecords`);
  expect(resources.map((one) => [one.entitlementId, one.resourceName, one.totalCost])).toEqual([
    [first, 'vm1', 15],
    [second, 'disk', 7],
  ]);
});

test('a budget is set, read and taken away with an app-only token; wrong amounts are refused', async () => {
  const path = `/customers/${plan.tenantId}/usagebudget`;
  expect((await microsoft.call('GET', path)).body).not.toHaveProperty('amount');
  expect((await budget(250.5)).body).toMatchObject({ amount: 250.5, attributes: { objectType: 'SpendingBudget' } });
  expect((await microsoft.call('GET', path)).body).toMatchObject({ amount: 250.5 });
  for (const wrong of [{}, { Amount: 'much' }, { Amount: -1 }, { Amount: 0 }]) {
    const refused = await microsoft.call('PATCH', path, wrong);
    expect([refused.status, refused.body.code]).toEqual([400, '800002']);
  }
  await budget(null);
  expect((await microsoft.call('GET', path)).body).not.toHaveProperty('amount');
});

test('percentUsed is the cost in hundredths of the budget, passes 100, and is 0 without one', async () => {
  await use('602.84');
  await refresh();
  expect((await ofCustomer()).percentUsed).toBe(0);
  await budget(100);
  expect(await ofCustomer()).toMatchObject({ percentUsed: 602.84, budget: { amount: 100 } });
  await budget(300);
  expect((await ofCustomer()).percentUsed).toBe(200.95);
});

test('a sandbox account has no budget: 400/900127, and none in the records', async () => {
  await budget(100);
  await microsoft.pull('POST', 'settings', { sandbox: true });
  const refused = await microsoft.call('GET', `/customers/${plan.tenantId}/usagebudget`);
  expect([refused.status, refused.body.code]).toEqual([400, '900127']);
  expect((await ofCustomer()).budget).not.toHaveProperty('amount');
});

test('a budget exceeded is announced at the daily refresh, once a month, without naming the customer', async () => {
  const receiver = await inbox();
  try {
    await microsoft.call('POST', '/../webhooks/v1/registration', {
      WebhookUrl: receiver.url,
      WebhookEvents: ['usagerecords-thresholdExceeded'],
    });
    await budget(100);
    await use('80');
    await use('90', { usedAt: '2027-03-20T10:00:00Z' });
    await use('150', { usedAt: '2027-04-02T10:00:00Z' });
    await clock('2027-03-20T12:00:00Z');
    expect(receiver.received).toHaveLength(0);
    await clock('2027-03-28T12:00:00Z');
    await receiver.first(1);
    await clock('2027-04-20T12:00:00Z');
    const bodies = (await receiver.first(2)).map((one) => JSON.parse(one.body));
    expect(bodies.map((one) => one.ResourceChangeUtcDate.slice(0, 10))).toEqual(['2027-03-21', '2027-04-03']);
    expect(bodies[0]).toMatchObject({
      EventName: 'usagerecords-thresholdExceeded',
      ResourceName: 'usagerecords',
      ResourceUri: 'https://api.partnercenter.microsoft.com/v1/customers/usagerecords',
    });
    expect(receiver.received.map((one) => one.body).join()).not.toContain(plan.tenantId);
  } finally {
    await receiver.stop();
  }
});

test('a lever refuses usage of a foreign Azure subscription and a second currency', async () => {
  await use('1');
  const refused = async (body: object) => {
    const url = `${microsoft.url}/control/tenants/${plan.tenantId}/usage`;
    return (await fetch(url, { method: 'POST', body: JSON.stringify(body) })).status;
  };
  const other = await azurePlan(microsoft);
  expect(await refused({ entitlementId: other.entitlements[0], totalCost: '1' })).toBe(404);
  expect(await refused({ entitlementId: plan.entitlements[0], totalCost: '1', currencyCode: 'EUR' })).toBe(409);
  expect(await refused({ entitlementId: plan.entitlements[0], totalCost: 'much' })).toBe(400);
});
