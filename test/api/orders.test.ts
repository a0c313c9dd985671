import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createPartnerOrders } from '../../adapters/partner-orders/create-partner-orders.ts';
import { startedMicrosoft } from '../adapters/support/microsoft.ts';
import { startApi, type TestApi } from './support/api.ts';
import { aCustomer } from './support/customers.ts';
import { freshId, record } from './support/debt.ts';
import { decidingAtOnce } from './support/living.ts';
import { got, post, refusal } from './support/money.ts';

const as = 'operator' as const;
const OFFER = 'CFQ7TTC0LH18:0001:CFQ7TTC0K971';
const E3 = 'CFQ7TTC0LFLX:0001:CFQ7TTC0KXP3';
let microsoft: Awaited<ReturnType<typeof startedMicrosoft>>;
let connection: ReturnType<typeof microsoft.connection>;
let api: TestApi;
let close: () => Promise<void>;

beforeAll(async () => {
  microsoft = await startedMicrosoft();
  connection = microsoft.connection();
  const partnerOrders = createPartnerOrders(connection);
  api = await startApi({ lifecycle: decidingAtOnce(), partnerOrders }, (end) => {
    close = end;
  });
});
afterAll(async () => {
  await close();
  await connection.close();
  await microsoft.stop();
});

const trading = (more: object = {}) =>
  aCustomer(api, { onboarding: 'existing', microsoftTenantId: microsoft.newTenant(), ...more });
const order = (customer: string, lines: readonly object[]) =>
  post(api, `/v1/customers/${customer}/orders`, { lines }, { as });

describe('an order of several lines', () => {
  it('is decided as one cart, and each line is a subscription', async () => {
    const customer = await trading();
    const answer = await order(customer, [
      { offer: OFFER, quantity: 5 },
      { offer: E3, quantity: 2, termDuration: 'P3Y', billingCycle: 'annual' },
    ]);
    expect([answer.status, answer.body['customer'].phase]).toEqual([201, 'active']);
    expect(answer.body['lines']).toMatchObject([
      { offer: OFFER, quantity: 5, actual: 'ordering', refused: null },
      { offer: E3, quantity: 2, actual: 'ordering', refused: null },
    ]);
    const { body } = await api.db
      .selectFrom('effect')
      .select('body')
      .where('customer_id', '=', customer)
      .executeTakeFirstOrThrow();
    expect(body).toMatchObject({ kind: 'cart', lines: [{ offer: OFFER }, { offer: E3, termDuration: 'P3Y' }] });
    expect((await got(api, `/v1/orders/${answer.body['id']}`))['lines']).toEqual(answer.body['lines']);
    expect((await got(api, `/v1/customers/${customer}/subscriptions`))['items']).toHaveLength(2);
  });

  it('that Microsoft would refuse says which lines and why, and orders nothing', async () => {
    const customer = await trading();
    const answer = await order(customer, [
      { offer: OFFER, quantity: 301 },
      { offer: E3, quantity: 1 },
      { offer: 'nothing', quantity: 1 },
    ]);
    expect(refusal(answer)).toBe('422 refused_by_microsoft /lines/0 /lines/2');
    expect(answer.body['errors'][0].message).toBe('The quantity must be between 1 and 300.');
    expect((await got(api, `/v1/customers/${customer}/subscriptions`))['items']).toEqual([]);
  });

  it('is taken unchecked while Microsoft is away or the customer has no tenant', async () => {
    await microsoft.fault({ kind: 'status', status: 503, match: { pathPattern: '/products/' }, times: 20 });
    expect((await order(await trading(), [{ offer: OFFER, quantity: 301 }])).status).toBe(201);
    await microsoft.clearFaults();
    const unlinked = await aCustomer(api, { onboarding: 'existing' });
    expect((await order(unlinked, [{ offer: OFFER, quantity: 1 }])).status).toBe(201);
  });

  it('is refused where the request or the moment is wrong', async () => {
    const customer = await trading();
    expect(refusal(await order(customer, []))).toBe('400 malformed /lines');
    expect(refusal(await order(customer, [{ offer: OFFER, quantity: 0 }]))).toBe('400 malformed /lines/0/quantity');
    expect(refusal(await order(await aCustomer(api), [{ offer: OFFER, quantity: 1 }]))).toBe('409 wrong_phase');
    expect(refusal(await api.ask('GET', `/v1/orders/${freshId('ord')}`))).toBe('404 not_found');
  });
});

describe('a quantity', () => {
  it('is wished for, and shown until Microsoft confirms it', async () => {
    const customer = await trading();
    const subscription = freshId('sub');
    const seen = { subscription, microsoftId: randomUUID(), offer: OFFER, quantity: 3, autoRenewEnabled: true };
    await record(api, customer, Date.now(), ({ today: effectiveOn }) => [
      { kind: 'subscription.observed', effectiveOn, body: { ...seen, actual: 'active' } },
    ]);
    const set = (quantity: number) => post(api, `/v1/subscriptions/${subscription}/quantity`, { quantity }, { as });
    const answer = await set(8);
    expect([answer.status, answer.body]).toMatchObject([200, { quantity: 3, quantityWanted: 8 }]);
    const effects = await api.db
      .selectFrom('effect')
      .select('effect_key')
      .where('customer_id', '=', customer)
      .execute();
    expect(effects).toEqual([{ effect_key: `quantity/${subscription}/1.0` }]);
    expect(refusal(await set(8))).toBe('409 conflict');
    expect(refusal(await set(0))).toBe('400 malformed /quantity');
    const unknown = await post(api, `/v1/subscriptions/${freshId('sub')}/quantity`, { quantity: 1 }, { as });
    expect(refusal(unknown)).toBe('404 not_found');
  });
});
