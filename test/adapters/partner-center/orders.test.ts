import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { PartnerCenterError } from '../../../adapters/index.ts';
import { offerId, startedMicrosoft } from '../support/microsoft.ts';
import { refusalOf } from '../support/refusal.ts';

let microsoft: Awaited<ReturnType<typeof startedMicrosoft>>;
let client: ReturnType<typeof microsoft.client>;

beforeAll(async () => {
  microsoft = await startedMicrosoft();
  client = microsoft.client();
});
afterEach(() => microsoft.clearFaults());
afterAll(async () => {
  await client.close();
  await microsoft.stop();
});

const order = { offerId, quantity: 5, termDuration: 'P1Y', friendlyName: 'Mail for all' } as const;
const posts = async (tenant: string) => (await microsoft.requests(tenant)).filter(({ method }) => method === 'POST');

test('an order names the subscription that came of it', async () => {
  const tenant = microsoft.newTenant();
  const placed = await client.placeOrder(tenant, order, 'order');
  const [subscription, ...others] = await client.listSubscriptions(tenant);
  expect(others).toEqual([]);
  expect(subscription).toMatchObject({
    id: placed.subscriptionId,
    orderId: placed.orderId,
    offerId,
    quantity: 5,
    friendlyName: 'Mail for all',
    status: 'active',
    autoRenewEnabled: true,
    termDuration: 'P1Y',
    billingCycle: 'monthly',
    commitmentEndDate: expect.stringMatching(/^\d{4}-\d{2}-\d{2}$/),
    cancellationAllowedUntil: expect.stringMatching(/^\d{4}-\d{2}-\d{2}T[\d:.]+Z$/),
  });
});

test('an order whose answer is lost is found again, and there is one', async () => {
  const tenant = microsoft.newTenant();
  await microsoft.fault({ kind: 'lostAnswer', match: { method: 'POST', tenantId: tenant } });
  const placed = await client.placeOrder(tenant, order, 'order');
  expect((await client.listSubscriptions(tenant)).map(({ id }) => id)).toEqual([placed.subscriptionId]);
});

test('an order lost twice beside an equal one of the day before is not taken for that one', async () => {
  const tenant = microsoft.newTenant();
  const earlier = await client.placeOrder(tenant, order, 'order-1');
  await microsoft.fault({ kind: 'lostAnswer', match: { method: 'POST', tenantId: tenant } });
  const later = await client.placeOrder(tenant, order, 'order-2');
  expect(later.orderId).not.toBe(earlier.orderId);
  expect(await client.listSubscriptions(tenant)).toHaveLength(2);
});

test('the same intention again, by another process, is the same order', async () => {
  const tenant = microsoft.newTenant();
  const first = await client.placeOrder(tenant, order, 'order');
  const another = microsoft.client();
  expect(await another.placeOrder(tenant, order, 'order')).toEqual(first);
  expect(await client.listSubscriptions(tenant)).toHaveLength(1);
  expect((await posts(tenant)).map(({ replayed }) => replayed)).toEqual([false, true]);
  await another.close();
});

test('an order that shows up late has no subscription yet, and is not placed again', async () => {
  const slow = await startedMicrosoft({ visibleAfterMs: 15 * 60_000 });
  const own = slow.client();
  const tenant = slow.newTenant();
  await slow.fault({ kind: 'lostAnswer', match: { method: 'POST', tenantId: tenant } });
  const placed = await own.placeOrder(tenant, order, 'order');
  expect(placed).toEqual({ orderId: expect.any(String), subscriptionId: null });
  expect((await slow.changes(tenant)).filter(({ change }) => change === 'ordered')).toHaveLength(1);
  await own.close();
  await slow.stop();
});

test('a refused order says who has to act', async () => {
  const tenant = microsoft.newTenant();
  const refused = async (code: string, requestId: string) => {
    await microsoft.fault({ kind: 'refuse', code, match: { method: 'POST', tenantId: tenant } });
    return refusalOf(PartnerCenterError, client.placeOrder(tenant, order, requestId));
  };
  expect(await refused('800023', 'a')).toMatchObject({ kind: 'refused', httpStatus: 403, needsPerson: true });
  expect(await refused('800073', 'b')).toMatchObject({ kind: 'refused', needsPerson: false, retryAfterMs: 86_400_000 });
  expect(await refused('800060', 'c')).toMatchObject({ kind: 'conflict', httpStatus: 409 });
  expect(await client.listSubscriptions(tenant)).toEqual([]);
});
