import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { dayAt } from '../../domain/calendar/day.ts';
import { sharedApi, startApi, type TestApi } from './support/api.ts';
import { aCustomer } from './support/customers.ts';
import { freshId, record } from './support/debt.ts';
import { decidingAtOnce } from './support/living.ts';
import { got, post, posted, refusal } from './support/money.ts';

const theApi = sharedApi({ lifecycle: decidingAtOnce() });
let api: TestApi;
beforeAll(() => {
  api = theApi();
});

const OFFER = 'CFQ7TTC0LH18:0001:CFQ7TTC0K971';
const path = (customer: string) => `/v1/customers/${customer}/subscriptions`;
const as = 'operator' as const;
const order = (customer: string, more: object = {}) =>
  post(api, path(customer), { offer: OFFER, quantity: 5, ...more }, { as });
const trading = () => aCustomer(api, { onboarding: 'existing' });

describe('a subscription', () => {
  it('is ordered for an active customer', async () => {
    const customer = await trading();
    const answer = await order(customer);
    expect([answer.status, answer.body['customer'].phase]).toEqual([201, 'active']);
    expect(answer.body).toMatchObject({
      offer: OFFER,
      quantity: 5,
      wanted: 'on',
      actual: 'ordering',
      stoppedByUs: false,
      microsoftId: null,
    });
    expect((await got(api, path(customer)))['items']).toMatchObject([{ id: answer.body['id'] }]);
    const effects = await api.db.selectFrom('effect').select('kind').where('customer_id', '=', customer).execute();
    expect(effects).toEqual([{ kind: 'order' }]);
  });

  it('is refused before the customer is active, and under a hold', async () => {
    const applicant = await aCustomer(api);
    expect(refusal(await order(applicant))).toBe('409 wrong_phase');
    expect((await got(api, path(applicant)))['items']).toEqual([]);
    const customer = await trading();
    await posted(api, `/v1/customers/${customer}/holds`, { reason: 'prepayment', scope: 'account', note: 'pay first' });
    expect((await order(customer)).status).toBe(409);
  });

  it('is refused where the request is wrong', async () => {
    const customer = await trading();
    const ask = async (more: object) => refusal(await order(customer, more));
    expect(await ask({ quantity: 0 })).toBe('400 malformed /quantity');
    expect(await ask({ quantity: '5' })).toBe('400 malformed /quantity');
    expect(await ask({ offer: '' })).toBe('400 malformed /offer');
    expect(refusal(await order('ext:nobody'))).toBe('404 not_found');
    const body = { offer: OFFER, quantity: 1 };
    expect(refusal(await api.ask('POST', path(customer), { as, body }))).toBe('428 idempotency_key_required');
    expect(refusal(await post(api, path(customer), body, { as: 'finance' }))).toBe('403 role_required');
  });

  it('shows what Tenure wants and what Microsoft said last', async () => {
    const customer = await trading();
    const subscription = freshId('sub');
    const microsoftId = randomUUID();
    await record(api, customer, Date.now(), ({ today: effectiveOn }) => [
      {
        kind: 'subscription.observed',
        effectiveOn,
        body: { subscription, microsoftId, offer: OFFER, quantity: 3, actual: 'active', autoRenewEnabled: true },
      },
    ]);
    const seen = async () => (await got(api, path(customer)))['items'][0];
    expect(await seen()).toMatchObject({ id: subscription, microsoftId, wanted: 'on', actual: 'active' });
    await posted(
      api,
      `/v1/customers/${customer}/holds`,
      { reason: 'fraud', scope: 'account', note: 'stolen card' },
      { as: 'analyst' },
    );
    expect(await seen()).toMatchObject({ wanted: 'off', actual: 'active' });
    await posted(
      api,
      `/v1/customers/${customer}/offboarding`,
      // The customer's day, which is not UTC's for an hour or two of each night.
      { reason: 'left', on: dayAt(Date.now(), 'Europe/Warsaw') },
      { as },
    );
    expect(await seen()).toMatchObject({ wanted: 'ended' });
  });

  it('that Microsoft refused is tried again when a person says so', async () => {
    const customer = await trading();
    const subscription = (await order(customer)).body['id'];
    const retry = (id = subscription) =>
      post(api, `/v1/subscriptions/${id}/retry`, { reason: 'tenant was linked' }, { as });
    expect(refusal(await retry())).toBe('409 conflict');
    expect(refusal(await retry('sub_00000000000000000000000000'))).toBe('404 not_found');
    await record(api, customer, Date.now(), ({ today: effectiveOn }) => [
      { kind: 'subscription.refused', effectiveOn, body: { subscription, act: 'order', entry: 0, code: 'noTenant' } },
    ]);
    expect((await got(api, path(customer)))['items'][0].refused).toMatchObject({
      act: 'order',
      code: 'noTenant',
      explanation: expect.stringContaining('link or create one'),
    });
    const answer = await retry();
    expect([answer.status, answer.body['refused']]).toEqual([200, null]);
  });

  it('has its address while the life cannot answer', async () => {
    const away = await startApi();
    const answer = await post(away, path(await aCustomer(away)), { offer: OFFER, quantity: 5 }, { as });
    expect([answer.status, answer.body['actual'], answer.body['offer']]).toEqual([202, 'ordering', OFFER]);
  });
});

describe('offboarding', () => {
  const leave = (customer: string, on: string, key = randomUUID()) =>
    post(api, `/v1/customers/${customer}/offboarding`, { reason: 'moves to another partner', on }, { as, key });
  const todayOf = async (customer: string): Promise<string> =>
    (await got(api, `/v1/customers/${customer}`))['clock'].now.slice(0, 10);

  it('is asked for once, for today or later', async () => {
    const customer = await trading();
    expect(refusal(await leave(customer, '2020-01-01'))).toBe('422 day_has_passed');
    const answer = await leave(customer, '2099-12-31');
    expect([answer.status, answer.body]).toEqual([
      201,
      expect.objectContaining({ on: '2099-12-31', by: 'person', state: 'requested' }),
    ]);
    expect(answer.body['customer'].phase).toBe('terminating');
    expect(refusal(await leave(customer, '2099-12-31'))).toBe('409 wrong_phase');
    const notes = await api.db.selectFrom('note').select('text').where('customer_id', '=', customer).execute();
    expect(notes).toContainEqual({ text: 'moves to another partner' });
  });

  it('is refused where the request is wrong', async () => {
    expect(refusal(await leave('ext:nobody', '2099-12-31'))).toBe('404 not_found');
    expect(refusal(await leave(await trading(), 'tomorrow'))).toBe('400 malformed /on');
  });

  it('waits, and says so, while the life cannot answer', async () => {
    const away = await startApi();
    const customer = await aCustomer(away);
    const body = { reason: 'left', on: await todayOf(await trading()) };
    const answer = await post(away, `/v1/customers/${customer}/offboarding`, body, { as });
    expect([answer.status, answer.body['state']]).toEqual([202, 'pending']);
  });
});
