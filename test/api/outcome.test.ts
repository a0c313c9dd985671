import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { listAudit } from '../../db/lists/audit.ts';
import { startApi } from './support/api.ts';
import { aCustomer, stranger } from './support/customers.ts';
import { decideNow, decidingLife } from './support/deciding-life.ts';

test('a write is answered with where the customer stands once its effect is decided', async () => {
  const api = await startApi({ lifecycle: decidingLife });
  const created = await api.ask('POST', '/v1/customers', { body: stranger() });
  expect(created.status).toBe(201);
  expect(created.body['customer']).toEqual({
    id: created.body['id'],
    phase: 'applied',
    service: 'none',
    nextStep: null,
  });
  expect(created.body['phase']).toBe('applied');
  expect(created.body).not.toHaveProperty('operation');
  const body = { signedBy: 'Anna', signedAt: '2026-01-02T10:00:00Z' };
  const signed = await api.ask('POST', `/v1/customers/${created.body['id']}/onboarding/agreement`, { body });
  expect([signed.status, signed.body['customer'].phase]).toEqual([200, 'verifying']);
  expect(signed.body['requirements'][0]).toEqual({ key: 'agreement', state: 'met', detail: 'met' });
});

test('a customer who already trades goes straight to active', async () => {
  const api = await startApi({ lifecycle: decidingLife });
  const { status, body } = await api.ask('POST', '/v1/customers', { body: { ...stranger(), onboarding: 'existing' } });
  expect([status, body['customer'].phase]).toEqual([201, 'active']);
});

test('with Temporal away the write is committed, and its operation ends applied when the life has caught up', async () => {
  const api = await startApi();
  const created = await api.ask('POST', '/v1/customers', { body: stranger() });
  expect(created.status).toBe(202);
  expect(created.body).not.toHaveProperty('customer');
  const pending = await api.ask('GET', created.body['operation']);
  expect(pending.body).toMatchObject({
    customer: created.body['id'],
    kind: 'registered',
    state: 'pending',
    problem: null,
  });
  await decideNow(api.db, created.body['id']);
  expect((await api.ask('GET', created.body['operation'])).body).toMatchObject({ state: 'applied', problem: null });
});

test('a command that the life refuses is answered with its problem, again for the same key, and audited once', async () => {
  const api = await startApi({ lifecycle: decidingLife });
  const customer = await aCustomer(api);
  const ask = { key: randomUUID(), body: { reason: 'asked again' } };
  const refused = await api.ask('POST', `/v1/customers/${customer}/onboarding/reopening`, ask);
  expect([refused.status, refused.body['code']]).toEqual([409, 'wrong_phase']);
  expect(refused.headers.get('content-type')).toBe('application/problem+json');
  const again = await api.ask('POST', `/v1/customers/${customer}/onboarding/reopening`, ask);
  expect([again.body, again.headers.get('idempotent-replayed')]).toEqual([refused.body, 'true']);
  const { items } = await listAudit(api.db, { chain: customer }, { limit: 50 });
  const refusals = items.map((event) => event.kind).filter((kind) => kind.includes('refused'));
  expect(refusals).toEqual(['command.refused']);
});

test('a command that is refused later ends its operation with the problem; the same key replays the same 202', async () => {
  const api = await startApi();
  const customer = await aCustomer(api);
  const ask = { key: randomUUID(), body: { reason: 'asked again' } };
  const given = await api.ask('POST', `/v1/customers/${customer}/onboarding/reopening`, ask);
  expect(given.status).toBe(202);
  await decideNow(api.db, customer);
  const { body } = await api.ask('GET', given.body['operation']);
  expect(body).toMatchObject({ state: 'refused', problem: { code: 'wrong_phase', status: 409 } });
  const again = await api.ask('POST', `/v1/customers/${customer}/onboarding/reopening`, ask);
  expect([again.status, again.body]).toEqual([202, given.body]);
});

test('a write that changes nothing waits for nobody', async () => {
  const api = await startApi();
  const customer = await aCustomer(api);
  const { status, body } = await api.ask('PATCH', `/v1/customers/${customer}`, { body: { country: 'PL' } });
  expect([status, body['customer'].phase]).toEqual([200, 'applied']);
});

test('a refusal by the API leaves its row in the chain of the customer it was about', async () => {
  const api = await startApi();
  const customer = await aCustomer(api);
  const body = { monthly: { amount: '5.00', currency: 'EUR' } };
  await api.ask('POST', `/v1/customers/${customer}/onboarding/budget`, { as: 'operator', body });
  const { items } = await listAudit(api.db, { chain: customer, kind: 'request.refused' }, { limit: 5 });
  expect(items.map((event) => event.body)).toMatchObject([
    { code: 'currency_mismatch', route: 'recordBudget', role: 'operator' },
  ]);
});
