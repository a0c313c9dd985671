import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { OFFER, partner, type Sub } from '../support/partner.ts';

let microsoft: Awaited<ReturnType<typeof partner>>;
beforeAll(async () => {
  microsoft = await partner();
});
afterAll(() => microsoft.stop());

interface Order {
  readonly id: string;
  readonly status: string;
  readonly lineItems: readonly { readonly subscriptionId?: string; readonly termDuration: string }[];
}

const line = (change: object = {}) => ({
  lineItemNumber: 0,
  offerId: OFFER,
  quantity: 3,
  friendlyName: 'M365',
  ...change,
});
const order = (...lineItems: object[]) => ({ billingCycle: 'monthly', lineItems });

test('an order of one line makes one active subscription, a year long and renewing by itself', async () => {
  const tenantId = randomUUID();
  await microsoft.setClock(tenantId, '2026-03-10T09:00:00Z');
  const placed = await microsoft.call<Order>('POST', `/customers/${tenantId}/orders`, order(line()));
  expect(placed.status).toBe(201);
  expect(placed.body).toMatchObject({
    status: 'completed',
    billingCycle: 'monthly',
    lineItems: [{ offerId: OFFER, quantity: 3 }],
  });
  const subscriptionId = placed.body.lineItems[0]?.subscriptionId;
  const subscription = await microsoft.read(`/customers/${tenantId}/subscriptions/${subscriptionId}`);
  expect(subscription).toMatchObject({
    status: 'active',
    quantity: 3,
    friendlyName: 'M365',
    autoRenewEnabled: true,
    termDuration: 'P1Y',
    orderId: placed.body.id,
    commitmentEndDate: '2027-03-09T00:00:00.0000000Z',
    unitType: 'Licenses',
  });
  const again = await microsoft.call<Order>('GET', `/customers/${tenantId}/orders/${placed.body.id}`);
  expect(again.body).toEqual(placed.body);
  const listed = await microsoft.call<{ items: Sub[] }>(
    'GET',
    `/customers/${tenantId}/subscriptions?order_id=${placed.body.id}`,
  );
  expect(listed.body.items.map((one) => one.id)).toEqual([subscriptionId]);
});

test('the term is what was asked for; a guid is a legacy offer', async () => {
  const tenantId = randomUUID();
  const placed = await microsoft.call<Order>(
    'POST',
    `/customers/${tenantId}/orders`,
    order(line({ termDuration: 'P3Y', offerId: randomUUID() })),
  );
  expect(placed.body.lineItems[0]?.termDuration).toBe('P3Y');
});

test.each([
  ['an offer that is neither product nor guid', order(line({ offerId: 'E3' })), '800004'],
  ['a quantity of nothing', order(line({ quantity: 0 })), '800002'],
  ['half a licence', order(line({ quantity: 1.5 })), '800002'],
  ['no line', order(), '800002'],
  ['a base subscription that does not exist', order(line({ parentSubscriptionId: randomUUID() })), '20003'],
])('%s is refused and orders nothing', async (_what, body, code) => {
  const tenantId = randomUUID();
  const reply = await microsoft.call('POST', `/customers/${tenantId}/orders`, body);
  expect(reply.body.code).toBe(code);
  expect((await microsoft.call<{ totalCount: number }>('GET', `/customers/${tenantId}/orders`)).body.totalCount).toBe(
    0,
  );
});

test('an order may stay invisible for a while of business time', async () => {
  const late = await partner({ visibleAfterMs: 15 * 60_000 });
  try {
    const tenantId = randomUUID();
    await late.setClock(tenantId, '2026-03-10T09:00:00Z');
    const placed = await late.call<Order>('POST', `/customers/${tenantId}/orders`, order(line()));
    expect(placed.body.status).toBe('pending');
    expect(placed.body.lineItems[0]).not.toHaveProperty('subscriptionId');
    const early = await late.call('GET', `/customers/${tenantId}/orders/${placed.body.id}`);
    expect([early.status, early.body.code]).toEqual([404, '20000']);
    expect(
      (await late.call<{ totalCount: number }>('GET', `/customers/${tenantId}/subscriptions`)).body.totalCount,
    ).toBe(0);
    await late.setClock(tenantId, '2026-03-10T09:16:00Z');
    const shown = await late.call<Order>('GET', `/customers/${tenantId}/orders/${placed.body.id}`);
    expect(shown.body.lineItems[0]?.subscriptionId).toBeDefined();
    expect(
      (await late.call<{ totalCount: number }>('GET', `/customers/${tenantId}/subscriptions`)).body.totalCount,
    ).toBe(1);
  } finally {
    await late.stop();
  }
});

test('a cart sells its good lines and tells of the others; a second checkout gives the first result', async () => {
  const tenantId = randomUUID();
  const item = { catalogItemId: OFFER, quantity: 1, billingCycle: 'monthly' };
  const cart = await microsoft.call<{ id: string }>('POST', `/customers/${tenantId}/carts`, {
    lineItems: [item, { ...item, catalogItemId: 'nothing' }],
  });
  expect(cart.status).toBe(201);
  expect(cart.body).toMatchObject({
    status: 'Active',
    lineItems: [{ id: 0 }, { id: 1, error: { errorCode: '800009' } }],
  });
  const path = `/customers/${tenantId}/carts/${cart.body.id}`;
  const first = await microsoft.call<{ orders: Order[]; orderErrors: object[] }>('POST', `${path}/checkout`);
  expect(first.status).toBe(201);
  expect(first.body.orders).toHaveLength(1);
  expect(first.body.orderErrors).toMatchObject([{ code: 800009 }]);
  const second = await microsoft.call<{ orders: Order[] }>('POST', `${path}/checkout`);
  expect(second.body.orders.map((one) => one.id)).toEqual(first.body.orders.map((one) => one.id));
  expect(
    (await microsoft.call<{ totalCount: number }>('GET', `/customers/${tenantId}/subscriptions`)).body.totalCount,
  ).toBe(1);
  expect((await microsoft.call('PUT', path, { lineItems: [item] })).body.code).toBe('800065');
});

test('orders and subscriptions of one tenant are not found under another', async () => {
  const placed = await microsoft.call<Order>('POST', `/customers/${randomUUID()}/orders`, order(line()));
  const other = `/customers/${randomUUID()}`;
  expect((await microsoft.call('GET', `${other}/orders/${placed.body.id}`)).status).toBe(404);
  expect(
    (await microsoft.call('GET', `${other}/subscriptions/${placed.body.lineItems[0]?.subscriptionId}`)).body.code,
  ).toBe('20003');
});
