import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { azurePlan, type Entitlement } from '../support/azure.ts';
import { partner, type Sub } from '../support/partner.ts';

let microsoft: Awaited<ReturnType<typeof partner>>;
beforeAll(async () => {
  microsoft = await partner();
});
afterAll(() => microsoft.stop());

const compromise = { cancellationReason: 'compromise' };
const code = (reply: { status: number; body: { code: string | number } }) => [reply.status, reply.body.code];

test('an Azure plan lists its Azure subscriptions, and each can be read by its id', async () => {
  const plan = await azurePlan(microsoft, { count: 2 });
  const list = await microsoft.call<{ totalCount: number; items: Entitlement[] }>(
    'GET',
    `${plan.path}/azureEntitlements`,
  );
  expect(list.body.totalCount).toBe(2);
  expect(list.body.items.map((one) => one.id)).toEqual(plan.entitlements);
  const one = await microsoft.call<Entitlement>('GET', plan.pathOf(0));
  expect(one.body).toMatchObject({ id: plan.entitlements[0], status: 'active', subscriptionId: plan.id });
});

test('the plan is billed by use and has no term', async () => {
  const plan = await azurePlan(microsoft);
  expect((await microsoft.call('GET', plan.path)).body).toMatchObject({
    unitType: 'Usage-based',
    billingType: 'usage',
    commitmentEndDate: '9999-12-31T00:00:00.0000000Z',
  });
  await microsoft.setClock(plan.tenantId, '2031-01-01T00:00:00Z');
  expect((await microsoft.read(plan.path)).status).toBe('active');
});

test('a cancellation answers "active" and shows ten minutes of business time later', async () => {
  const plan = await azurePlan(microsoft);
  await microsoft.setClock(plan.tenantId, '2027-03-01T10:00:00Z');
  const status = async () => (await microsoft.call<Entitlement>('GET', plan.pathOf(0))).body.status;
  const cancelled = await microsoft.call<Entitlement>('POST', `${plan.pathOf(0)}/cancel`, compromise);
  expect([cancelled.status, cancelled.body.status]).toEqual([200, 'active']);
  await microsoft.setClock(plan.tenantId, '2027-03-01T10:09:00Z');
  expect(await status()).toBe('active');
  // Repeated meanwhile: it does not start anew.
  expect((await microsoft.call('POST', `${plan.pathOf(0)}/cancel`, compromise)).status).toBe(200);
  await microsoft.setClock(plan.tenantId, '2027-03-01T10:10:01Z');
  expect(await status()).toBe('inactive');
  expect((await microsoft.call<Entitlement>('POST', `${plan.pathOf(0)}/cancel`, compromise)).body.status).toBe(
    'inactive',
  );
});

test.each([
  [{ cancellationReason: 'nonPayment' }, 400, '900307'],
  [{}, 400, '800002'],
  [undefined, 400, '800002'],
])('a cancellation with %j is %i/%s and stops nothing', async (body, status, wanted) => {
  const plan = await azurePlan(microsoft);
  expect(code(await microsoft.call('POST', `${plan.pathOf(0)}/cancel`, body))).toEqual([status, wanted]);
  await microsoft.setClock(plan.tenantId, '2030-01-01T00:00:00Z');
  expect((await microsoft.call<Entitlement>('GET', plan.pathOf(0))).body.status).toBe('active');
});

test('an unknown Azure subscription is 404/800111, also one of another plan; there is no PATCH', async () => {
  const [one, other] = [await azurePlan(microsoft), await azurePlan(microsoft)];
  const foreign = `${one.path}/azureEntitlements/${other.entitlements[0]}`;
  expect(code(await microsoft.call('GET', foreign))).toEqual([404, '800111']);
  expect(code(await microsoft.call('POST', `${foreign}/cancel`, compromise))).toEqual([404, '800111']);
  expect((await microsoft.call('PATCH', one.pathOf(0), { status: 'suspended' })).status).toBe(405);
  const nowhere = `/customers/${one.tenantId}/subscriptions/${randomUUID()}/azureEntitlements`;
  expect(code(await microsoft.call('GET', nowhere))).toEqual([404, '20003']);
});

test('a plan with an active Azure subscription cannot be suspended: 403/900115 until the last is off', async () => {
  const plan = await azurePlan(microsoft, { count: 2 });
  await microsoft.setClock(plan.tenantId, '2027-03-01T10:00:00Z');
  await microsoft.call('POST', `${plan.pathOf(0)}/cancel`, compromise);
  expect(code(await microsoft.write(plan.path, { status: 'suspended' }))).toEqual([403, '900115']);
  await microsoft.call('POST', `${plan.pathOf(1)}/cancel`, compromise);
  expect(code(await microsoft.write(plan.path, { status: 'suspended' }))).toEqual([403, '900115']);
  await microsoft.setClock(plan.tenantId, '2027-03-01T10:11:00Z');
  expect((await microsoft.write(plan.path, { status: 'suspended' })).body.status).toBe('suspended');
});

test('a reactivation is 202 and shows later; of what runs it is 400/900337, under a stopped plan 403/900335', async () => {
  const plan = await azurePlan(microsoft);
  const reactivate = () => microsoft.call('POST', `${plan.pathOf(0)}/reactivate`);
  await microsoft.setClock(plan.tenantId, '2027-03-01T10:00:00Z');
  expect(code(await reactivate())).toEqual([400, '900337']);
  await microsoft.call('POST', `${plan.pathOf(0)}/cancel`, compromise);
  await microsoft.setClock(plan.tenantId, '2027-03-01T11:00:00Z');
  await microsoft.write(plan.path, { status: 'suspended' });
  expect(code(await reactivate())).toEqual([403, '900335']);
  await microsoft.call<Sub>('PATCH', plan.path, { status: 'active' });
  const accepted = await reactivate();
  expect([accepted.status, accepted.headers.get('location')]).toEqual([202, `/v1${plan.pathOf(0)}`]);
  expect((await microsoft.call<Entitlement>('GET', plan.pathOf(0))).body.status).toBe('inactive');
  await microsoft.setClock(plan.tenantId, '2027-03-01T11:11:00Z');
  expect((await microsoft.call<Entitlement>('GET', plan.pathOf(0))).body.status).toBe('active');
});

test('the customer may switch it on again while the plan is active, and only then', async () => {
  const plan = await azurePlan(microsoft);
  await microsoft.setClock(plan.tenantId, '2027-03-01T10:00:00Z');
  await microsoft.call('POST', `${plan.pathOf(0)}/cancel`, compromise);
  await microsoft.setClock(plan.tenantId, '2027-03-01T10:11:00Z');
  const lever = `tenants/${plan.tenantId}/subscriptions/${plan.id}/entitlements/${plan.entitlements[0]}/customer-reactivation`;
  await microsoft.pull('POST', lever);
  expect((await microsoft.call<Entitlement>('GET', plan.pathOf(0))).body.status).toBe('active');
  await microsoft.call('POST', `${plan.pathOf(0)}/cancel`, compromise);
  await microsoft.setClock(plan.tenantId, '2027-03-01T10:22:00Z');
  await microsoft.write(plan.path, { status: 'suspended' });
  expect((await fetch(`${microsoft.url}/control/${lever}`, { method: 'POST' })).status).toBe(409);
  const { items } = await microsoft.pull<{ items: { change: string; by: string }[] }>(
    'GET',
    `changes?tenantId=${plan.tenantId}`,
  );
  expect(items.filter((one) => one.change.startsWith('azure')).map((one) => [one.change, one.by])).toEqual([
    ['azureCancelled', 'partner'],
    ['azureReactivated', 'customer'],
    ['azureCancelled', 'partner'],
  ]);
});
