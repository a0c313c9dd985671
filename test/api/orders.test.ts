import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ActivityDeps } from '../../activities/deps.ts';
import { carryOut } from '../../activities/life/carry-out.ts';
import { createPartnerCenter } from '../../adapters/index.ts';
import { createPartnerOrders } from '../../adapters/partner-orders/create-partner-orders.ts';
import { startedMicrosoft } from '../adapters/support/microsoft.ts';
import { startApi, type TestApi } from './support/api.ts';
import { aCustomer } from './support/customers.ts';
import { freshId, record } from './support/debt.ts';
import { decidingAtOnce } from './support/living.ts';
import { got, post, posted, refusal } from './support/money.ts';

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

/** A trading customer at high risk, with three seats of one offer. */
async function risky() {
  const tenant = microsoft.newTenant();
  const customer = await aCustomer(api, { onboarding: 'existing', microsoftTenantId: tenant });
  const microsoftId = await microsoft.seed(tenant, { offerId: OFFER, quantity: 3 });
  const subscription = freshId('sub');
  const seen = { subscription, microsoftId, offer: OFFER, quantity: 3, autoRenewEnabled: true, actual: 'active' };
  await record(api, customer, Date.now(), ({ today: effectiveOn }) => [
    { kind: 'circumstance.noted', effectiveOn, body: { circumstance: 'sanctionsHit', key: 'hit' } },
    { kind: 'subscription.observed', effectiveOn, body: { ...seen, actual: 'active' } },
  ]);
  const onSale = () =>
    microsoft.control<{ items: { offerId: string; quantity: number }[] }>('GET', `/tenants/${tenant}/subscriptions`);
  return { customer, subscription, atMicrosoft: async () => (await onSale()).items };
}

const effectsOf = async (customer: string) =>
  (await api.db.selectFrom('effect').select('effect_key').where('customer_id', '=', customer).execute()).map(
    ({ effect_key: key }) => key,
  );
const waitingOf = async (customer: string) =>
  (await got(api, `/v1/approvals?customer=${customer}&state=open`))['items'] as { id: string; key: string }[];
const shown = async (customer: string, subscription: string) => {
  const items = (await got(api, `/v1/customers/${customer}/subscriptions`))['items'] as { id: string }[];
  return items.find(({ id }) => id === subscription);
};
const decide = (approval: string | undefined, decision: 'approve' | 'refuse', by: 'finance' | 'admin' = 'finance') =>
  post(api, `/v1/approvals/${approval}/decision`, { decision, note: 'looked into' }, { as: by });

/** What a worker would do with the customer's one open effect. */
async function carryOutFor(customer: string): Promise<void> {
  const parts: Partial<ActivityDeps> = {
    db: api.db,
    wallNow: Date.now,
    announceClock: async () => {},
    partnerOrders: createPartnerOrders(connection),
    partnerCenter: createPartnerCenter(microsoft.standard()),
  };
  const { id, epoch } = await api.db
    .selectFrom('customer')
    .select(['id', 'epoch'])
    .where('id', '=', customer)
    .executeTakeFirstOrThrow();
  const [effectKey = ''] = await effectsOf(customer);
  await carryOut(parts as ActivityDeps, { customerId: id, epoch, effectKey, runTime: Date.now() }, 1);
}

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

  it('names no approval in the timeline where nobody was asked for one', async () => {
    const customer = await trading();
    await order(customer, [{ offer: OFFER, quantity: 5 }]);
    const { items } = await got(api, `/v1/customers/${customer}/timeline`);
    const asked = (items as { kind: string; links: object }[]).filter(({ kind }) => kind.startsWith('command.'));
    expect(asked.map(({ kind, links }) => [kind, links])).toEqual([
      ['command.applied', {}],
      ['command.given', {}],
    ]);
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

describe('a whole cart of a customer at high risk', () => {
  const lines = [
    { offer: OFFER, quantity: 5 },
    { offer: E3, quantity: 2 },
  ];

  it('waits for one consent of a second person, and is bought then, at Microsoft', async () => {
    const { customer, atMicrosoft } = await risky();
    const placed = await posted(api, `/v1/customers/${customer}/orders`, { lines }, { as: 'admin' });
    const [approval, ...more] = await waitingOf(customer);
    expect([approval, more]).toMatchObject([{ subject: 'order', key: `order/${placed['id']}` }, []]);
    expect(await effectsOf(customer)).toEqual([]);
    expect(refusal(await decide(approval?.id, 'approve', 'admin'))).toBe('403 four_eyes');
    expect(await atMicrosoft()).toHaveLength(1);

    expect((await decide(approval?.id, 'approve')).body['state']).toBe('approved');
    expect(await effectsOf(customer)).toEqual([expect.stringMatching(/^cart\//)]);
    await carryOutFor(customer);
    expect((await atMicrosoft()).map(({ offerId, quantity }) => [offerId, quantity])).toEqual(
      expect.arrayContaining([
        [OFFER, 5],
        [E3, 2],
      ]),
    );
    const bought = (await got(api, `/v1/orders/${placed['id']}`))['lines'] as { actual: string }[];
    expect(bought.map(({ actual }) => actual)).toEqual(['active', 'active']);
  });

  it('ends with all its lines when the second person refuses', async () => {
    const { customer, atMicrosoft } = await risky();
    const placed = await posted(api, `/v1/customers/${customer}/orders`, { lines }, { as: 'admin' });
    await decide((await waitingOf(customer))[0]?.id, 'refuse');
    const ended = (await got(api, `/v1/orders/${placed['id']}`))['lines'] as { actual: string }[];
    expect(ended.map(({ actual }) => actual)).toEqual(['deleted', 'deleted']);
    expect([await effectsOf(customer), (await atMicrosoft()).length]).toEqual([[], 1]);
  });
});

describe('more seats for a customer at high risk', () => {
  const set = (subscription: string, quantity: number) =>
    post(api, `/v1/subscriptions/${subscription}/quantity`, { quantity }, { as });

  it('wait for a second person, and are asked of Microsoft then', async () => {
    const { customer, subscription, atMicrosoft } = await risky();
    expect((await set(subscription, 8)).body).toMatchObject({ quantity: 3, quantityWanted: 8 });
    const [approval] = await waitingOf(customer);
    expect(approval).toMatchObject({ subject: 'order', key: `seats/${subscription}/1` });
    expect([await effectsOf(customer), refusal(await set(subscription, 9))]).toEqual([[], '409 conflict']);
    await decide(approval?.id, 'approve');
    expect(await effectsOf(customer)).toEqual([`quantity/${subscription}/1.0`]);
    await carryOutFor(customer);
    expect((await atMicrosoft()).map(({ quantity }) => quantity)).toEqual([8]);
    expect(await shown(customer, subscription)).toMatchObject({ quantity: 8, quantityWanted: null });
  });

  it('are not wished for any longer when refused; fewer need nobody', async () => {
    const { customer, subscription } = await risky();
    await set(subscription, 8);
    await decide((await waitingOf(customer))[0]?.id, 'refuse');
    expect(await shown(customer, subscription)).toMatchObject({ quantity: 3, quantityWanted: null });
    expect((await set(subscription, 2)).status).toBe(200);
    expect([await waitingOf(customer), await effectsOf(customer)]).toEqual([[], [`quantity/${subscription}/2.0`]]);
  });

  it('need nobody at a lower risk', async () => {
    const customer = await aCustomer(api, { onboarding: 'existing', microsoftTenantId: microsoft.newTenant() });
    const subscription = freshId('sub');
    const seen = { microsoftId: randomUUID(), offer: OFFER, quantity: 3, autoRenewEnabled: true } as const;
    await record(api, customer, Date.now(), ({ today: effectiveOn }) => [
      { kind: 'subscription.observed', effectiveOn, body: { subscription, ...seen, actual: 'active' } },
    ]);
    await set(subscription, 8);
    expect([await waitingOf(customer), await effectsOf(customer)]).toEqual([[], [`quantity/${subscription}/1.0`]]);
  });
});
