import { beforeAll, describe, expect, it } from 'vitest';
import { HOLD_PLACERS, HOLD_RELEASERS, ROLES } from '../../api/roles.ts';
import type { Role } from '../../db/tables/machinery-tables.ts';
import type { HoldReason } from '../../domain/facts/collection-facts.ts';
import { sharedApi, startApi, type TestApi } from './support/api.ts';
import { aCustomer } from './support/customers.ts';
import { freshId, owes, record } from './support/debt.ts';
import { decidingAtOnce } from './support/living.ts';

/** Monday 2 March 2026, 10:00 in Warsaw. */
const NOW = Date.UTC(2026, 2, 2, 9);
const REASONS: readonly HoldReason[] = ['prepayment', 'debt', 'fraud', 'aup', 'customer'];
const trading = { onboarding: 'existing', legalStatus: 'company' };
const anApi = () => startApi({ lifecycle: decidingAtOnce(() => NOW), now: () => NOW });

const place = (api: TestApi, customer: string, reason: string, more: object = {}, as: Role = 'admin') =>
  api.ask('POST', `/v1/customers/${customer}/holds`, {
    as,
    key: crypto.randomUUID(),
    body: { reason, scope: 'account', note: `because ${reason}`, ...more },
  });
const release = (api: TestApi, hold: unknown, as: Role, more: object = {}) =>
  api.ask('POST', `/v1/holds/${String(hold)}/release`, {
    as,
    key: crypto.randomUUID(),
    body: { note: 'settled' },
    ...more,
  });

/** Gives the customer one running subscription; answers its id. */
async function subscribed(api: TestApi, customer: string): Promise<string> {
  const subscription = freshId('sub');
  await record(api, customer, NOW, ({ today }) => [
    {
      kind: 'subscription.observed',
      effectiveOn: today,
      body: {
        subscription,
        microsoftId: subscription,
        offer: 'o',
        quantity: 1,
        actual: 'active',
        autoRenewEnabled: true,
      },
    },
  ]);
  return subscription;
}

describe('a hold', () => {
  it('is placed, read, listed and released; releasing one never releases another', async () => {
    const api = await anApi();
    const customer = await aCustomer(api, trading);
    const fraud = await place(api, customer, 'fraud', {}, 'analyst');
    expect(fraud.status).toBe(201);
    expect(fraud.body).toMatchObject({
      customer: { id: customer },
      reason: 'fraud',
      scope: 'account',
      state: 'active',
      placedBy: 'the analyst',
      note: 'because fraud',
    });
    const aup = await place(api, customer, 'aup', {}, 'analyst');
    const released = await release(api, fraud.body['id'], 'analyst');
    expect(released.body).toMatchObject({ state: 'ended', endedBecause: 'released', note: 'because fraud' });
    const read = async (id: unknown) => (await api.ask('GET', `/v1/holds/${String(id)}`)).body;
    expect(await read(fraud.body['id'])).toMatchObject({ state: 'ended', customer });
    expect(await read(aup.body['id'])).toMatchObject({ state: 'active' });
    const listed = async (query: string) =>
      (await api.ask('GET', `/v1/holds?customer=${customer}&${query}`)).body['items'].map(
        (hold: { id: string }) => hold.id,
      );
    expect(await listed('state=active')).toEqual([aup.body['id']]);
    expect(await listed('state=ended')).toEqual([fraud.body['id']]);
    expect(await listed('reason=fraud')).toEqual([fraud.body['id']]);
    const twice = await release(api, fraud.body['id'], 'analyst');
    expect(twice.body).toMatchObject({ status: 409, code: 'conflict' });
  });

  it('on one subscription needs that subscription', async () => {
    const api = await anApi();
    const customer = await aCustomer(api, trading);
    const subscription = await subscribed(api, customer);
    const held = await place(api, customer, 'customer', { scope: { subscription } }, 'collector');
    expect(held.body).toMatchObject({ scope: { subscription }, state: 'active' });
    const unknown = await place(api, customer, 'customer', { scope: { subscription: freshId('sub') } });
    expect(unknown.body).toMatchObject({ status: 404, code: 'not_found' });
  });

  it('until a day ends as that day begins for the customer, until an instant at that instant', async () => {
    const api = await anApi();
    const customer = await aCustomer(api, trading);
    const byDay = await place(api, customer, 'customer', { until: '2026-04-01' });
    expect(byDay.body['until']).toBe('2026-03-31T22:00:00Z');
    const byInstant = await place(api, customer, 'customer', { until: '2026-04-01T12:00:00Z' });
    expect(byInstant.body['until']).toBe('2026-04-01T12:00:00Z');
    expect((await place(api, customer, 'customer', { until: '2026-03-02' })).body).toMatchObject({
      code: 'day_has_passed',
    });
    expect((await place(api, customer, 'customer', { until: 'soon' })).body).toMatchObject({ status: 400 });
  });

  it('for debt waits for the terms, then for the proof chain', async () => {
    const api = await anApi();
    const without = await aCustomer(api, trading);
    await owes(api, without, 124_000n, '2026-01-19', NOW);
    expect((await place(api, without, 'debt', {}, 'finance')).body).toMatchObject({ code: 'no_suspension_basis' });
    const terms = { paymentDays: 14, acceptedOn: '2026-01-02', suspensionClause: true };
    const customer = await aCustomer(api, { ...trading, terms });
    await owes(api, customer, 124_000n, '2026-01-19', NOW);
    const early = await place(api, customer, 'debt', {}, 'collector');
    expect(early.body).toMatchObject({ status: 422, code: 'proof_chain_incomplete' });
    expect(early.body['detail']).toContain('warning');
  });

  it('that was refused can be read as refused, and is on no list', async () => {
    let answers = false;
    const api = await startApi({
      now: () => NOW,
      lifecycle: (db) => {
        const life = decidingAtOnce(() => NOW)(db);
        return { ...life, changed: async (...told) => (answers ? await life.changed(...told) : 'pending') };
      },
    });
    const customer = await aCustomer(api, trading);
    const asked = await place(api, customer, 'customer', { scope: { subscription: freshId('sub') } });
    expect([asked.status, asked.body['state'], asked.body['since']]).toEqual([202, 'pending', null]);
    const early = await release(api, asked.body['id'], 'operator');
    expect(early.status).toBe(202);
    answers = true;
    await api.ask('POST', '/v1/reconciliation', { body: { customer } });
    expect((await api.ask('GET', `/v1/holds/${asked.body['id']}`)).body).toMatchObject({ state: 'refused' });
    expect((await api.ask('GET', asked.body['operation'])).body).toMatchObject({
      state: 'refused',
      problem: { code: 'not_found', status: 404 },
    });
    expect((await api.ask('GET', `/v1/holds?customer=${customer}`)).body['items']).toEqual([]);
  });

  it('needs a key, a note, a known reason, and something to be about', async () => {
    const api = await anApi();
    const customer = await aCustomer(api, trading);
    const path = `/v1/customers/${customer}/holds`;
    const body = { reason: 'fraud', scope: 'account', note: 'x' };
    expect((await api.ask('POST', path, { body })).body).toMatchObject({
      status: 428,
      code: 'idempotency_key_required',
    });
    expect((await place(api, customer, 'whim')).body).toMatchObject({ status: 400, errors: [{ pointer: '/reason' }] });
    expect((await place(api, customer, 'fraud', { note: ' ' })).body).toMatchObject({ status: 400 });
    expect((await release(api, 'hld_00000000000000000000000000', 'analyst')).status).toBe(404);
    const held = await place(api, customer, 'fraud');
    const stale = await release(api, held.body['id'], 'analyst', { headers: { 'if-match': '"old"' } });
    expect(stale.body).toMatchObject({ status: 412 });
    const etag = (await api.ask('GET', `/v1/holds/${held.body['id']}`)).headers.get('etag') ?? '';
    const current = await release(api, held.body['id'], 'analyst', { headers: { 'if-match': etag } });
    expect(current.body).toMatchObject({ state: 'ended' });
  });
});

describe('who may', () => {
  const theApi = sharedApi({ lifecycle: decidingAtOnce(() => NOW), now: () => NOW });
  let customer = '';
  beforeAll(async () => {
    customer = await aCustomer(theApi(), trading);
    // Without a debt, a debt hold would be settled by itself.
    await owes(theApi(), customer, 124_000n, '2026-02-09', NOW);
  });
  const cases = REASONS.flatMap((reason) => ROLES.map((role) => [reason, role] as const));

  it.each(cases)('place and release a %s hold: %s', async (reason, role) => {
    const api = theApi();
    const placed = await place(api, customer, reason, {}, role);
    const code = placed.status === 201 ? 'placed' : placed.body['code'];
    // A debt hold gets past the role, and is then held up by the proof chain.
    const allowed = reason === 'debt' ? 'no_suspension_basis' : 'placed';
    expect(code).toBe(HOLD_PLACERS[reason].includes(role) ? allowed : 'role_required');

    const hold = freshId('hld');
    await record(api, customer, NOW, ({ today }) => [
      {
        kind: 'hold.placed',
        effectiveOn: today,
        body: { hold, reason, scope: 'account', until: null, placedBy: 'test' },
      },
    ]);
    const released = await release(api, hold, role);
    expect(released.status).toBe(HOLD_RELEASERS[reason].includes(role) ? 200 : 403);
  });
});
