import { expect, test } from 'vitest';
import { sharedApi, startApi } from './support/api.ts';
import { aCustomer, contoso, stranger } from './support/customers.ts';
import { decidingLife } from './support/deciding-life.ts';

const theApi = sharedApi({ lifecycle: decidingLife });

test('the customer of the documentation is registered and read back whole', async () => {
  const api = await startApi({ lifecycle: decidingLife });
  const created = await api.ask('POST', '/v1/customers', { body: contoso });
  expect(created.status).toBe(201);
  const {
    clock: _clock,
    startAt: _startAt,
    seller: _seller,
    policy: _policy,
    ...kept
  } = { ...contoso, startAt: undefined };
  const { body } = await api.ask('GET', `/v1/customers/ext:${contoso.externalId}`);
  expect(body).toMatchObject(kept);
  expect(body).toMatchObject({ phase: 'applied', service: 'none', holds: [], clock: { mode: 'live' } });
  expect(body['dunning']).toEqual({ policy: 'standard', policyVersion: 1, step: null, since: null, pausedUntil: null });
  expect(body['workflow']).toEqual({ workflowId: `customer:${body['id']}`, runId: 'a-run-of-this-test' });
  expect(Object.keys(body['balance'])).toEqual([
    'open',
    'overdue',
    'disputed',
    'promised',
    'prepaid',
    'unapplied',
    'exposure',
  ]);
});

test('what is missing shows as an open requirement', async () => {
  const id = await aCustomer(theApi());
  const { body } = await theApi().ask('GET', `/v1/customers/${id}/onboarding`);
  expect(body['requirements'].map((known: { state: string }) => known.state)).toEqual(Array(5).fill('open'));
  expect((await theApi().ask('GET', `/v1/customers/${id}`)).body).toMatchObject({ terms: null, legalStatus: null });
});

test('an external id with a slash is found in a path', async () => {
  const body = { ...stranger(), externalId: `A/${crypto.randomUUID()} ü` };
  const { body: made } = await theApi().ask('POST', '/v1/customers', { body });
  const found = await theApi().ask('GET', `/v1/customers/ext:${encodeURIComponent(body.externalId)}`);
  expect([found.status, found.body['id']]).toEqual([200, made['id']]);
});

test('an external id is one customer', async () => {
  const body = stranger();
  await theApi().ask('POST', '/v1/customers', { body });
  const second = await theApi().ask('POST', '/v1/customers', { body });
  expect([second.status, second.body['code']]).toEqual([409, 'conflict']);
});

test.each([
  ['a policy that there is not', { policy: 'imaginary' }, 422, 'unknown_reference'],
  ['a seller that there is not', { seller: 'imaginary' }, 422, 'unknown_reference'],
  ['a policy that counts in another currency', { currency: 'JPY' }, 422, 'currency_mismatch'],
  [
    'a credit limit in another currency',
    { creditLimit: { amount: '1.00', currency: 'EUR' } },
    422,
    'currency_mismatch',
  ],
])('a customer is not registered with %s', async (_, more, status, code) => {
  const answer = await theApi().ask('POST', '/v1/customers', { body: { ...stranger(), ...more } });
  expect([answer.status, answer.body['code']]).toEqual([status, code]);
});

test('a test clock starts where it is told, also in the past', async () => {
  const id = await aCustomer(theApi(), { clock: 'test', startAt: '2020-01-02T06:00:00Z' });
  const { body } = await theApi().ask('GET', `/v1/customers/${id}`);
  expect(body['clock'].mode).toBe('test');
  expect(body['clock'].now).toMatch(/^2020-01-02T06:0/);
  expect(body['registeredAt']).toMatch(/^2020-01-02T06:00:00/);
});

test('in production there are no test clocks', async () => {
  const api = await startApi({ testClocks: false });
  const { status, body } = await api.ask('POST', '/v1/customers', { body: { ...stranger(), clock: 'test' } });
  expect([status, body['code']]).toEqual([403, 'test_clock_disabled']);
});

test('master data changes with history: facts for what decisions rest on, revisions for what names a person', async () => {
  const { db, ask } = theApi();
  const id = await aCustomer(theApi());
  const contacts = [{ role: 'billing', name: 'Ewa', email: 'ewa@fabrikam.example' }];
  const body = { name: 'Fabrikam S.A.', legalStatus: 'company', contacts, effectiveOn: '2026-01-02' };
  const { status, body: changed } = await ask('PATCH', `/v1/customers/${id}`, { body });
  expect(status).toBe(200);
  expect(changed).toMatchObject({ name: 'Fabrikam S.A.', legalStatus: 'company', contacts });
  const facts = await db
    .selectFrom('fact')
    .select(['kind', 'effective_on', 'body', 'actor'])
    .where('customer_id', '=', id)
    .orderBy('version', 'desc')
    .limit(1)
    .execute();
  expect(facts).toEqual([
    {
      kind: 'customer.changed',
      effective_on: '2026-01-02',
      actor: 'the admin',
      body: { legalStatus: 'company', contactRevision: 2 },
    },
  ]);
  const revisions = await db
    .selectFrom('customer_profile_revision')
    .select(['revision', 'name'])
    .where('customer_id', '=', id)
    .orderBy('revision')
    .execute();
  expect(revisions).toEqual([
    { revision: 1, name: 'Fabrikam' },
    { revision: 2, name: 'Fabrikam S.A.' },
  ]);
});

test('a change does not count from a day that has not come', async () => {
  const id = await aCustomer(theApi());
  const answer = await theApi().ask('PATCH', `/v1/customers/${id}`, {
    body: { country: 'DE', effectiveOn: '2999-01-01' },
  });
  expect([answer.status, answer.body['code']]).toEqual([422, 'future_effective_day']);
});

test('an empty change is malformed, and terms can be taken back', async () => {
  const id = await aCustomer(theApi(), { terms: contoso.terms });
  expect((await theApi().ask('PATCH', `/v1/customers/${id}`, { body: {} })).status).toBe(400);
  expect((await theApi().ask('PATCH', `/v1/customers/${id}`, { body: { terms: null } })).body['terms']).toBeNull();
});

test('no fact, audit event or command holds a name, an address or a typed text', async () => {
  const { db, ask } = theApi();
  const name = 'Zażółć Gęślą';
  const id = await aCustomer(theApi(), {
    name,
    taxId: 'PL1234563218',
    contacts: [{ role: 'billing', name: 'Jaźń', email: 'jazn@example.com' }],
  });
  await ask('PATCH', `/v1/customers/${id}`, {
    body: { name: `${name} 2`, contacts: [{ role: 'legal', name: 'Jaźń 2', email: 'jazn2@example.com' }] },
  });
  await ask('POST', `/v1/customers/${id}/onboarding/verification`, {
    body: { outcome: 'passed', checkedBy: 'Jaźń', note: 'called Jaźń' },
  });
  const rows = await Promise.all([
    db.selectFrom('fact').select('body').where('customer_id', '=', id).execute(),
    db.selectFrom('audit_event').select('body').where('chain', '=', id).execute(),
    db.selectFrom('command').select('body').where('customer_id', '=', id).execute(),
    db.selectFrom('decision').select('body').where('customer_id', '=', id).execute(),
  ]);
  const text = JSON.stringify(rows);
  for (const personal of ['Gęślą', 'Jaźń', 'jazn', 'PL1234563218', 'called']) expect(text).not.toContain(personal);
});

test('the list is filtered by phase, by part of the name and by what is overdue', async () => {
  const unique = crypto.randomUUID();
  const active = await aCustomer(theApi(), { name: `Anna ${unique}`, onboarding: 'existing' });
  const applied = await aCustomer(theApi(), { name: `Bert ${unique.toUpperCase()}` });
  const ids = async (query: string): Promise<string[]> => {
    const { body } = await theApi().ask('GET', `/v1/customers?${query}`);
    return body['items'].map((item: { id: string }) => item.id);
  };
  expect(await ids(`q=${unique}`)).toEqual([active, applied]);
  expect(await ids(`q=${unique}&phase=active`)).toEqual([active]);
  expect(await ids(`q=${unique}&minOverdue=0.01`)).toEqual([]);
  expect(await ids(`q=${unique}&hold=fraud`)).toEqual([]);
});
