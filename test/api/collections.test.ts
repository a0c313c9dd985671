import { describe, expect, it } from 'vitest';
import { startApi, type TestApi } from './support/api.ts';
import { aCustomer } from './support/customers.ts';
import { owes, pays, record } from './support/debt.ts';
import { decidingAtOnce } from './support/living.ts';

/** Monday 2 March 2026, 10:00 in Warsaw. */
const NOW = Date.UTC(2026, 2, 2, 9);
const TERMS = { paymentDays: 14, acceptedOn: '2026-01-02', suspensionClause: true, minimumNoticeDays: 7 };
const trading = { onboarding: 'existing', legalStatus: 'company', terms: TERMS };
const pln = (amount: string) => ({ amount, currency: 'PLN' });

/** An API whose lives decide, and a customer with 1 240.00 PLN overdue since 19 January. */
async function aDebtor(more: object = {}): Promise<{ api: TestApi; customer: string; invoice: string }> {
  const api = await startApi({ lifecycle: decidingAtOnce(() => NOW), now: () => NOW });
  const customer = await aCustomer(api, { ...trading, ...more });
  const invoice = await owes(api, customer, 124_000n, '2026-01-19', NOW);
  return { api, customer, invoice };
}

describe('dunning', () => {
  it('is paused until a day, shown, and resumed; the reasons are in the timeline', async () => {
    const { api, customer } = await aDebtor();
    const path = `/v1/customers/${customer}/dunning`;
    const paused = await api.ask('POST', `${path}/pause`, {
      as: 'collector',
      body: { until: '2026-03-16', reason: 'The bookkeeper is ill' },
    });
    expect(paused.status).toBe(200);
    expect(paused.body).toMatchObject({ pausedUntil: '2026-03-16', policy: 'standard' });
    expect(paused.body['customer']).toMatchObject({ id: customer, phase: 'dunning' });
    const resumed = await api.ask('POST', `${path}/resume`, { as: 'collector', body: { reason: 'She is back' } });
    expect(resumed.body).toMatchObject({ pausedUntil: null });
    const again = await api.ask('POST', `${path}/resume`, { as: 'collector', body: { reason: 'again' } });
    expect([again.status, again.body['code']]).toEqual([409, 'wrong_phase']);
  });

  it('a pause needs a later day, and is refused by the life otherwise', async () => {
    const { api, customer } = await aDebtor();
    const pause = (body: object) => api.ask('POST', `/v1/customers/${customer}/dunning/pause`, { body });
    expect((await pause({ reason: 'no end' })).body).toMatchObject({ status: 400, errors: [{ pointer: '/until' }] });
    expect((await pause({ until: '2026-03-02', reason: 'today' })).body).toMatchObject({ code: 'day_has_passed' });
  });

  it('escalates past no warning, to no unknown step, and only with a key', async () => {
    const { api, customer } = await aDebtor();
    const path = `/v1/customers/${customer}/dunning/escalate`;
    const to = (toStep: string) => ({ body: { toStep, reason: 'They answer nothing' }, key: toStep });
    expect((await api.ask('POST', path, { body: { toStep: 'suspend', reason: 'x' } })).status).toBe(428);
    expect((await api.ask('POST', path, to('suspend'))).body).toMatchObject({ code: 'proof_chain_incomplete' });
    expect((await api.ask('POST', path, to('nowhere'))).body).toMatchObject({ code: 'unknown_step' });
    expect((await api.ask('POST', path, to('warning'))).body).toMatchObject({ policy: 'standard' });
  });

  it('starts a case below the least debt, once', async () => {
    const api = await startApi({ lifecycle: decidingAtOnce(() => NOW), now: () => NOW });
    const customer = await aCustomer(api, trading);
    await owes(api, customer, 1_000n, '2026-02-10', NOW);
    const start = (key: string) =>
      api.ask('POST', `/v1/customers/${customer}/dunning/start`, { body: { reason: 'It is a habit' }, key });
    const started = await start('a');
    expect(started.status).toBe(200);
    expect(started.body['customer'].phase).toBe('dunning');
    expect((await start('b')).body).toMatchObject({ status: 409, code: 'wrong_phase' });
  });

  it('is the work of collectors: others are turned away by name of role', async () => {
    const { api, customer } = await aDebtor();
    const refused = await api.ask('POST', `/v1/customers/${customer}/dunning/pause`, {
      as: 'analyst',
      body: { until: '2026-03-16', reason: 'x' },
    });
    expect([refused.status, refused.body['code']]).toEqual([403, 'role_required']);
  });

  it('answers 202 while the life is away, and the same 202 for the same key', async () => {
    const api = await startApi({ now: () => NOW });
    const customer = await aCustomer(api, trading);
    const pause = () =>
      api.ask('POST', `/v1/customers/${customer}/dunning/pause`, {
        body: { until: '2026-03-16', reason: 'x' },
        key: 'one',
      });
    const first = await pause();
    expect(first.status).toBe(202);
    expect(first.body['operation']).toMatch(/^\/v1\/operations\/op_/);
    const second = await pause();
    expect(second.body).toEqual(first.body);
    expect(second.headers.get('idempotent-replayed')).toBe('true');
  });
});

describe('disputes', () => {
  it('take their part out of what is collected; rejected, it is collected again', async () => {
    const { api, customer, invoice } = await aDebtor();
    const opened = await api.ask('POST', `/v1/customers/${customer}/disputes`, {
      as: 'collector',
      body: { invoice, amount: pln('240.00'), reason: 'Two seats too many' },
    });
    expect(opened.status).toBe(201);
    expect(opened.body).toMatchObject({ invoice, amount: pln('240.00'), state: 'open', reason: 'Two seats too many' });
    const id = String(opened.body['id']);
    const balance = async () => (await api.ask('GET', `/v1/customers/${customer}`)).body['balance'];
    expect(await balance()).toMatchObject({ disputed: pln('240.00'), open: pln('1240.00') });
    const rejected = await api.ask('POST', `/v1/disputes/${id}/resolution`, {
      as: 'collector',
      body: { outcome: 'rejected', note: 'The seats were ordered' },
      key: 'r',
    });
    expect(rejected.body).toMatchObject({ state: 'rejected', note: 'The seats were ordered', creditNote: null });
    expect(await balance()).toMatchObject({ disputed: pln('0.00'), open: pln('1240.00') });
  });

  it('accepted, they make a credit note in the same change', async () => {
    const { api, customer, invoice } = await aDebtor();
    const opened = await api.ask('POST', `/v1/customers/${customer}/disputes`, {
      body: { invoice: `ext:FV/${invoice}`, amount: pln('240.00'), reason: 'x' },
    });
    const path = `/v1/disputes/${opened.body['id']}`;
    const body = { outcome: 'accepted', note: 'Right' };
    const accepted = await api.ask('POST', `${path}/resolution`, { body, key: 'r' });
    expect(accepted.body).toMatchObject({ state: 'accepted', creditNote: expect.stringMatching(/^crn_/) });
    expect((await api.ask('GET', `/v1/customers/${customer}`)).body['balance']).toMatchObject({ open: pln('1000.00') });
    const again = await api.ask('POST', `${path}/resolution`, { body, key: 'other' });
    expect([again.status, again.body['code']]).toEqual([409, 'conflict']);
    const replayed = await api.ask('POST', `${path}/resolution`, { body, key: 'r' });
    expect(replayed.body).toEqual(accepted.body);
    expect((await api.ask('GET', `/v1/disputes?customer=${customer}&state=accepted`)).body['items']).toHaveLength(1);
  });

  it('accepted after the rest was credited, they credit what is left', async () => {
    const { api, customer, invoice } = await aDebtor();
    const opened = await api.ask('POST', `/v1/customers/${customer}/disputes`, {
      body: { invoice, amount: pln('1240.00'), reason: 'All of it' },
    });
    await record(api, customer, NOW, ({ today }) => [
      {
        kind: 'invoice.writtenOff',
        effectiveOn: today,
        body: {
          invoice,
          amount: { minor: '100000', currency: 'PLN' },
          reductions: [{ invoice, instalment: 1, amount: { minor: '100000', currency: 'PLN' } }],
        },
      },
    ]);
    const accepted = await api.ask('POST', `/v1/disputes/${opened.body['id']}/resolution`, {
      body: { outcome: 'accepted', note: 'Right' },
      key: 'r',
    });
    expect(accepted.status).toBe(200);
    expect((await api.ask('GET', `/v1/customers/${customer}`)).body['balance']).toMatchObject({ open: pln('0.00') });
  });

  it('are refused for more than is open, another currency, and an invoice of somebody else', async () => {
    const { api, customer, invoice } = await aDebtor();
    const open = (body: object) =>
      api.ask('POST', `/v1/customers/${customer}/disputes`, { body: { invoice, reason: 'x', ...body } });
    expect((await open({ amount: pln('1240.01') })).body).toMatchObject({ status: 422, code: 'exceeds_open_amount' });
    expect((await open({ amount: { amount: '1.00', currency: 'EUR' } })).body).toMatchObject({
      code: 'currency_mismatch',
      errors: [{ pointer: '/amount/currency' }],
    });
    expect((await open({ amount: pln('0.00') })).body).toMatchObject({ status: 400, code: 'invalid_money' });
    expect((await open({ amount: pln('1.00'), invoice: 'ext:other' })).body).toMatchObject({
      code: 'unknown_reference',
      errors: [{ pointer: '/invoice' }],
    });
    expect((await api.ask('GET', '/v1/disputes/dsp_00000000000000000000000000')).status).toBe(404);
  });

  it('pending, they can be read and not yet resolved', async () => {
    const api = await startApi({ now: () => NOW });
    const customer = await aCustomer(api, trading);
    const invoice = await owes(api, customer, 1_000n, '2026-01-19', NOW);
    const opened = await api.ask('POST', `/v1/customers/${customer}/disputes`, {
      body: { invoice, amount: pln('5.00'), reason: 'x' },
    });
    expect([opened.status, opened.body['state']]).toEqual([202, 'pending']);
    const path = `/v1/disputes/${opened.body['id']}`;
    expect((await api.ask('GET', path)).body).toMatchObject({ state: 'pending', openedAt: null, reason: 'x' });
    const early = await api.ask('POST', `${path}/resolution`, { body: { outcome: 'rejected', note: 'x' }, key: 'k' });
    expect([early.status, early.body['code']]).toEqual([409, 'conflict']);
  });
});

describe('promises', () => {
  it('take their part out of what is collected until their day', async () => {
    const { api, customer } = await aDebtor();
    const made = await api.ask('POST', `/v1/customers/${customer}/promises`, {
      as: 'collector',
      body: { amount: pln('1240.00'), dueOn: '2026-03-10' },
    });
    expect(made.status).toBe(201);
    expect(made.body).toMatchObject({ state: 'open', dueOn: '2026-03-10', paid: pln('0.00') });
    const { body } = await api.ask('GET', `/v1/promises/${made.body['id']}`);
    expect(body).toMatchObject({ id: made.body['id'], state: 'open' });
    expect((await api.ask('GET', `/v1/customers/${customer}`)).body['balance']).toMatchObject({
      promised: pln('1240.00'),
    });
  });

  it('are refused beyond the policy, in the past, and over more than is free', async () => {
    const { api, customer } = await aDebtor();
    const promise = (amount: string, dueOn: string) =>
      api.ask('POST', `/v1/customers/${customer}/promises`, { body: { amount: pln(amount), dueOn } });
    expect((await promise('1.00', '2026-06-01')).body).toMatchObject({ code: 'promise_too_late' });
    expect((await promise('1.00', '2026-03-01')).body).toMatchObject({ code: 'day_has_passed' });
    expect((await promise('1240.01', '2026-03-10')).body).toMatchObject({ code: 'exceeds_open_amount' });
    expect((await promise('1.00', '2026-02-30')).body).toMatchObject({ status: 400, errors: [{ pointer: '/dueOn' }] });
  });

  it('kept and broken can be told apart', async () => {
    let now = NOW;
    const api = await startApi({ lifecycle: decidingAtOnce(() => now), now: () => now });
    const customer = await aCustomer(api, trading);
    await owes(api, customer, 100_000n, '2026-01-19', now);
    const promise = (dueOn: string) =>
      api.ask('POST', `/v1/customers/${customer}/promises`, { body: { amount: pln('300.00'), dueOn } });
    await promise('2026-03-04');
    await promise('2026-03-05');
    now += 60_000;
    await pays(api, customer, 40_000n, now);
    now = Date.UTC(2026, 2, 12, 9);
    await api.ask('POST', `/v1/customers/${customer}/dunning/pause`, { body: { until: '2026-04-01', reason: 'x' } });
    const { items } = (await api.ask('GET', `/v1/promises?customer=${customer}`)).body;
    expect(items.map((item: { state: string }) => item.state)).toEqual(['kept', 'partlyKept']);
    expect(items[1]).toMatchObject({ paid: pln('100.00') });
    expect((await api.ask('GET', `/v1/promises?customer=${customer}&state=open`)).body['items']).toEqual([]);
  });

  it('together make a plan, which may reach further', async () => {
    const { api, customer } = await aDebtor();
    const plan = await api.ask('POST', `/v1/customers/${customer}/payment-plans`, {
      body: {
        instalments: [
          { dueOn: '2026-07-01', amount: pln('640.00') },
          { dueOn: '2026-05-01', amount: pln('600.00') },
        ],
      },
    });
    expect(plan.status).toBe(201);
    expect(plan.body['instalments']).toMatchObject([
      { dueOn: '2026-05-01', state: 'open', plan: plan.body['id'] },
      { dueOn: '2026-07-01', state: 'open' },
    ]);
    const read = await api.ask('GET', `/v1/payment-plans/${plan.body['id']}`);
    expect(read.body['instalments']).toEqual(plan.body['instalments']);
    expect((await api.ask('GET', '/v1/payment-plans/pln_x')).status).toBe(404);
  });
});
