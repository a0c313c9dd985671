import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { PartnerCenterError } from '../../../adapters/index.ts';
import { createPartnerOrders } from '../../../adapters/partner-orders/create-partner-orders.ts';
import type { PartnerOrders } from '../../../adapters/partner-orders/port.ts';
import { offerId, startedMicrosoft } from '../support/microsoft.ts';
import { refusalOf } from '../support/refusal.ts';

let microsoft: Awaited<ReturnType<typeof startedMicrosoft>>;
let connection: ReturnType<typeof microsoft.connection>;
let orders: PartnerOrders;

beforeAll(async () => {
  microsoft = await startedMicrosoft();
  connection = microsoft.connection();
  orders = createPartnerOrders(connection);
});
afterEach(() => microsoft.clearFaults());
afterAll(async () => {
  await connection.close();
  await microsoft.stop();
});

const E3 = 'CFQ7TTC0LFLX:0001:CFQ7TTC0KXP3';
const lines = [
  { offerId, quantity: 5, termDuration: 'P1Y' },
  { offerId: E3, quantity: 2, termDuration: 'P1Y' },
] as const;
const bought = async (tenant: string) =>
  (await microsoft.changes(tenant)).filter(({ change }) => change === 'ordered').length;

test('lines go into a cart, where what would be refused is told, and nothing is bought', async () => {
  const tenant = microsoft.newTenant();
  const cart = await orders.makeCart(tenant, [...lines, { offerId, quantity: 301 }], 'cart-1');
  expect(cart.problems).toEqual([{ line: 2, code: '800009', description: 'The quantity must be between 1 and 300.' }]);
  expect(await bought(tenant)).toBe(0);
});

test('a cart is bought line by line, and once, however often it is checked out', async () => {
  const tenant = microsoft.newTenant();
  const { cartId } = await orders.makeCart(tenant, lines, 'cart-2');
  const outcomes = await orders.checkOut(tenant, cartId, 'cart-2');
  expect(outcomes).toEqual([
    { kind: 'ordered', orderId: expect.any(String), subscriptionId: expect.any(String) },
    { kind: 'ordered', orderId: expect.any(String), subscriptionId: expect.any(String) },
  ]);
  expect(await orders.checkOut(tenant, cartId, 'another intention')).toEqual(outcomes);
  expect(await bought(tenant)).toBe(2);
});

test('a line that Microsoft refuses is told by its code, and the others are bought', async () => {
  const tenantId = microsoft.newTenant();
  await microsoft.control('POST', '/catalogue/checkout-errors', { tenantId, catalogItemId: offerId, code: 800069 });
  const { cartId } = await orders.makeCart(tenantId, lines, 'cart-3');
  expect(await orders.checkOut(tenantId, cartId, 'cart-3')).toMatchObject([
    { kind: 'refused', code: '800069' },
    { kind: 'ordered' },
  ]);
});

test('a checkout whose answer is lost is read back, and bought once', async () => {
  const tenant = microsoft.newTenant();
  const { cartId } = await orders.makeCart(tenant, lines, 'cart-4');
  await microsoft.fault({ kind: 'lostAnswer', match: { method: 'POST', pathPattern: '/checkout$' } });
  const outcomes = await orders.checkOut(tenant, cartId, 'cart-4');
  expect([outcomes.map(({ kind }) => kind), await bought(tenant)]).toEqual([['ordered', 'ordered'], 2]);
});

test('a cart that Microsoft says is done already is answered from the orders that it made', async () => {
  const tenant = microsoft.newTenant();
  const { cartId } = await orders.makeCart(tenant, lines, 'cart-5');
  const first = await orders.checkOut(tenant, cartId, 'cart-5');
  await microsoft.fault({ kind: 'refuse', code: '800065', status: 400, match: { pathPattern: '/checkout$' } });
  expect(await orders.checkOut(tenant, cartId, 'cart-5b')).toEqual(first);
});

test('a customer without the agreement is refused whole', async () => {
  const tenant = microsoft.newTenant();
  await microsoft.control('POST', `/tenants/${tenant}/account`, { signedDirectly: false });
  const { cartId } = await orders.makeCart(tenant, lines, 'cart-6');
  const refused = await refusalOf(PartnerCenterError, orders.checkOut(tenant, cartId, 'cart-6'));
  expect(refused).toMatchObject({ kind: 'refused', code: '13605' });
});

test('an offer is ordered under the availability that is sold now; what the catalogue does not know stays as it is', async () => {
  const own = await startedMicrosoft();
  const connected = own.connection();
  try {
    await own.control('POST', '/catalogue/availabilities', { offerId: E3, availabilityId: 'CFQ7TTC0KNEW' });
    const tenant = own.newTenant();
    const current = (offer: string) => createPartnerOrders(connected).currentOffer(tenant, offer);
    expect(await current(E3)).toBe('CFQ7TTC0LFLX:0001:CFQ7TTC0KNEW');
    expect(await current('AAAA1111:0001:BBBB2222')).toBe('AAAA1111:0001:BBBB2222');
  } finally {
    await connected.close();
    await own.stop();
  }
});

test('seats are added, and taken back while the window is open', async () => {
  const tenant = microsoft.newTenant();
  const client = microsoft.client();
  const id = await microsoft.seed(tenant, { quantity: 5 });
  expect((await client.setQuantity(tenant, id, 8, 'more')).quantity).toBe(8);
  expect((await client.setQuantity(tenant, id, 6, 'fewer')).quantity).toBe(6);
  const old = await microsoft.seed(tenant, { quantity: 5, startsOn: '2026-01-01', termDuration: 'P3Y' });
  expect(await refusalOf(PartnerCenterError, client.setQuantity(tenant, old, 3, 'too late'))).toMatchObject({
    kind: 'refused',
    code: '800090',
  });
  await client.close();
});
