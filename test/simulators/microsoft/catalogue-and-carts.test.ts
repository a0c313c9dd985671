import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { OFFER, partner } from '../support/partner.ts';

let microsoft: Awaited<ReturnType<typeof partner>>;
beforeAll(async () => {
  microsoft = await partner();
});
afterAll(() => microsoft.stop());

const E3 = 'CFQ7TTC0LFLX:0001:CFQ7TTC0KXP3';
interface Cart {
  readonly id: string;
  readonly expirationTimestamp: string;
  readonly lineItems: readonly { readonly error?: { readonly errorDescription: string } }[];
}
const cartOf = (tenantId: string, ...lineItems: object[]) =>
  microsoft.call<Cart>('POST', `/customers/${tenantId}/carts`, { lineItems });
// oxlint-disable-next-line typescript/no-explicit-any
const read = async (path: string) => (await microsoft.call<any>('GET', path)).body;

test('the catalogue leads from a view to the availability that is sold now', async () => {
  const path = `/customers/${randomUUID()}/products`;
  expect((await read(`${path}?targetView=MicrosoftAzure`)).items).toMatchObject([{ id: 'DZH318Z0BPS6' }]);
  expect((await read(path)).code).toBe('3000');
  const [product = '', sku = ''] = E3.split(':');
  expect((await read(`${path}/${product}/skus`)).items).toMatchObject([{ id: sku, title: 'Microsoft 365 E3' }]);
  expect((await read(`${path}/${product}/skus/${sku}/availabilities`)).items).toMatchObject([{ catalogItemId: E3 }]);
  expect((await read(`${path}/NOSUCHPRODUCT/skus`)).code).toBe('1000');
});

test('every wrong line of a cart says what is wrong with it', async () => {
  const { status, body } = await cartOf(
    randomUUID(),
    { catalogItemId: OFFER, quantity: 5, billingCycle: 'monthly', termDuration: 'P1Y' },
    { catalogItemId: OFFER, quantity: 301, billingCycle: 'monthly' },
    { catalogItemId: OFFER, quantity: 1, billingCycle: 'one_time' },
    { catalogItemId: 'nothing', quantity: 1 },
  );
  expect(status).toBe(201);
  expect(body.lineItems.map(({ error }) => error?.errorDescription ?? null)).toEqual([
    null,
    'The quantity must be between 1 and 300.',
    'The billing cycle one_time is not supported.',
    'Catalog item nothing does not exist.',
  ]);
});

test('a line that fails at checkout leaves the others sold, and a second checkout says the same', async () => {
  const tenantId = randomUUID();
  await microsoft.pull('POST', 'catalogue/checkout-errors', {
    tenantId,
    catalogItemId: E3,
    code: 800069,
    description: 'The order failed the risk management check.',
  });
  const { body } = await cartOf(tenantId, { catalogItemId: OFFER, quantity: 2 }, { catalogItemId: E3, quantity: 1 });
  const path = `/customers/${tenantId}/carts/${body.id}/checkout`;
  const first = await microsoft.call<{ orders: object[]; orderErrors: object[] }>('POST', path);
  expect(first.body.orders).toHaveLength(1);
  expect(first.body.orderErrors).toEqual([
    { orderGroupId: '1', code: 800069, description: 'The order failed the risk management check.' },
  ]);
  expect((await microsoft.call('POST', path)).body).toEqual(first.body);
});

test('a cart lives as long as it says, which is a setting', async () => {
  const short = await partner({ cartLifeMs: 15 * 60_000 });
  try {
    const tenantId = randomUUID();
    await short.setClock(tenantId, '2026-03-10T09:00:00Z');
    const cart = await short.call<Cart>('POST', `/customers/${tenantId}/carts`, {
      lineItems: [{ catalogItemId: OFFER, quantity: 1 }],
    });
    expect(cart.body.expirationTimestamp).toMatch(/^2026-03-10T09:15:0/);
    await short.setClock(tenantId, '2026-03-10T09:16:00Z');
    const gone = await short.call('POST', `/customers/${tenantId}/carts/${cart.body.id}/checkout`);
    expect([gone.status, gone.body.code]).toEqual([404, '800008']);
  } finally {
    await short.stop();
  }
});

test('an availability that was renewed is not sold under its old id', async () => {
  const own = await partner();
  try {
    const tenantId = randomUUID();
    await own.pull('POST', 'catalogue/availabilities', { offerId: E3, availabilityId: 'CFQ7TTC0KNEW' });
    const order = { lineItems: [{ lineItemNumber: 0, offerId: E3, quantity: 1 }] };
    expect((await own.call('POST', `/customers/${tenantId}/orders`, order)).body.code).toBe('800004');
    const cart = await own.call<Cart>('POST', `/customers/${tenantId}/carts`, {
      lineItems: [{ catalogItemId: E3, quantity: 1 }],
    });
    expect(cart.body.lineItems[0]?.error?.errorDescription).toContain('not available any more');
  } finally {
    await own.stop();
  }
});

test('more seats than a sku allows are refused on a running subscription too', async () => {
  const { path } = await microsoft.seed();
  expect((await microsoft.write(path, { quantity: 300 })).body.quantity).toBe(300);
  expect((await microsoft.write(path, { quantity: 301 })).body.code).toBe('2002');
});
