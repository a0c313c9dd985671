import { expect, test } from 'vitest';
import { problemDocument } from '../../contracts/problem.ts';
import { sharedApi } from './support/api.ts';
import { aCustomer, contoso, stranger } from './support/customers.ts';

const theApi = sharedApi();

test('every refusal is a problem document that says where to read on', async () => {
  const api = theApi();
  const { status, headers, body } = await api.ask('GET', '/v1/customers/cus_nobody');
  expect(status).toBe(404);
  expect(headers.get('content-type')).toBe('application/problem+json');
  expect(problemDocument.parse(body)).toMatchObject({ type: '/errors/not_found', status: 404, code: 'not_found' });
  expect(body['instance']).toBe(`urn:tenure:request:${headers.get('x-request-id')}`);
  const page = await api.ask('GET', body['type'], { as: null });
  expect(page.body).toMatchObject({ code: 'not_found', status: 404, retryable: false });
  expect(page.body['action']).not.toBe('');
});

test('a path that is no call is a problem as well, with and without a token', async () => {
  const api = theApi();
  for (const as of [null, 'admin'] as const) {
    const answer = await api.ask('POST', '/v1/nothing?q=secret', { as, body: {} });
    expect([answer.status, answer.body['code']]).toEqual([404, 'not_found']);
    expect(answer.body['detail']).not.toContain('secret');
  }
});

test.each([
  ['of the body', { nickname: 'C' }, '/nickname'],
  [
    'of a contact',
    { contacts: [{ role: 'billing', name: 'A', email: 'a@b.example', 'phone/mobile': '1' }] },
    '/contacts/0/phone~1mobile',
  ],
  ['of an amount', { creditLimit: { amount: '1.00', currency: 'PLN', minor: 100 } }, '/creditLimit/minor'],
])('an unknown field is refused with its pointer: one %s', async (_, more, pointer) => {
  const api = theApi();
  const { status, body } = await api.ask('POST', '/v1/customers', { body: { ...stranger(), ...more } });
  expect([status, body['code']]).toEqual([400, 'malformed']);
  expect(body['errors']).toEqual([{ pointer, message: 'unknown field' }]);
});

test.each([
  ['"5" is not 5', { terms: { ...contoso.terms, paymentDays: '5' } }, '/terms/paymentDays'],
  ['5 is not "5"', { externalId: 5 }, '/externalId'],
  ['"true" is not true', { terms: { ...contoso.terms, suspensionClause: 'true' } }, '/terms/suspensionClause'],
  ['a day that does not exist', { terms: { ...contoso.terms, acceptedOn: '2026-02-30' } }, '/terms/acceptedOn'],
  ['an instant with an offset', { clock: 'test', startAt: '2026-01-01T00:00:00+01:00' }, '/startAt'],
  ['an instant on a day that does not exist', { clock: 'test', startAt: '2026-02-30T00:00:00Z' }, '/startAt'],
  ['a time zone of no place', { timeZone: 'Europe/Nowhere' }, '/timeZone'],
  ['a fixed offset for a time zone', { timeZone: '+01:00' }, '/timeZone'],
  ['a country that is none', { country: 'XX' }, '/country'],
  ['a start without a test clock', { startAt: '2026-01-01T00:00:00Z' }, '/startAt'],
  ['half a surrogate pair', { name: '\ud800' }, '/name'],
  ['nobody to write to', { contacts: [] }, '/contacts'],
])('nothing is coerced or guessed: %s', async (_, more, pointer) => {
  const api = theApi();
  const { status, body } = await api.ask('POST', '/v1/customers', { body: { ...stranger(), ...more } });
  expect([status, body['code']]).toEqual([400, 'malformed']);
  expect(body['errors'].map((field: { pointer: string }) => field.pointer)).toEqual([pointer]);
});

test.each([
  ['a number', { amount: 1240, currency: 'PLN' }, '/creditLimit/amount'],
  ['an exponent', { amount: '1e3', currency: 'PLN' }, '/creditLimit/amount'],
  ['too many digits', { amount: '1240.000', currency: 'PLN' }, '/creditLimit/amount'],
  ['digits that the yen has not', { amount: '1.5', currency: 'JPY' }, '/creditLimit/amount'],
  ['a comma', { amount: '1240,00', currency: 'PLN' }, '/creditLimit/amount'],
  ['no amount', { currency: 'PLN' }, '/creditLimit/amount'],
  ['no such currency', { amount: '1.00', currency: 'PLX' }, '/creditLimit/currency'],
  ['a bare number', 1240, '/creditLimit'],
  ['less than nothing where that is senseless', { amount: '-1.00', currency: 'PLN' }, '/creditLimit/amount'],
])('bad money has a code of its own: %s', async (_, creditLimit, pointer) => {
  const api = theApi();
  const { status, body } = await api.ask('POST', '/v1/customers', { body: { ...stranger(), creditLimit } });
  expect([status, body['code']]).toEqual([400, 'invalid_money']);
  expect(body['errors'].map((field: { pointer: string }) => field.pointer)).toEqual([pointer]);
});

test.each([
  ['JSON that is none', { text: '{"name":', headers: { 'content-type': 'application/json' } }, 400, 'malformed'],
  ['no body', { text: '', headers: { 'content-type': 'application/json' } }, 400, 'malformed'],
  ['a list', { body: [] }, 400, 'malformed'],
  ['another media type', { text: 'name=C', headers: { 'content-type': 'text/plain' } }, 415, 'unsupported_media_type'],
  [
    'a prototype',
    { text: '{"__proto__": {"admin": true}}', headers: { 'content-type': 'application/json' } },
    400,
    'malformed',
  ],
])('a body that cannot be read is refused: %s', async (_, ask, status, code) => {
  const api = theApi();
  const answer = await api.ask('POST', '/v1/customers', ask);
  expect([answer.status, answer.body['code']]).toEqual([status, code]);
});

test.each([
  ['without a media type', {}],
  ['with a media type and nothing under it', { text: '', headers: { 'content-type': 'application/json' } }],
])('a call that needs nothing said may be made without a body: %s', async (_, ask) => {
  const api = theApi();
  const checked = await api.ask('POST', '/v1/reconciliation', ask);
  expect([checked.status, checked.body]).toMatchObject([200, { failed: [] }]);
  const missing = await api.ask('POST', '/v1/customers', ask);
  expect(missing.body['errors'].map((field: { pointer: string }) => field.pointer)).toContain('/externalId');
});

test.each(['customers', 'invoices', 'payments', 'security-cases', 'holds', 'tasks', 'exposure'])(
  'a cursor that this list has not given out is refused, not taken for a place in it: %s',
  async (list) => {
    const api = theApi();
    for (const cursor of ['xx', 'sub_01m8j4mtcm08rz6r467k0ndgxd']) {
      const { status, body } = await api.ask('GET', `/v1/${list}?cursor=${cursor}`);
      expect([status, body['code']]).toEqual([400, 'invalid_cursor']);
    }
  },
);

test.each([
  'limit=0',
  'limit=201',
  'limit=5.0',
  'limit=%205',
  'phase=awake',
  'minOverdue=1e3',
  'sort=name',
  'limit=1&limit=2',
])('a query is read as strictly as a body: ?%s', async (query) => {
  const api = theApi();
  const { status, body } = await api.ask('GET', `/v1/customers?${query}`);
  expect([status, body['code']]).toEqual([400, 'malformed']);
});

test('a list goes on where the page before ended, in stable order', async () => {
  const api = theApi();
  const made: string[] = [];
  for (let count = 0; count < 5; count += 1) made.push(await aCustomer(api));
  const seen: string[] = [];
  for (let cursor: string | null = ''; cursor !== null; ) {
    const page = await api.ask('GET', `/v1/customers?limit=2${cursor === '' ? '' : `&cursor=${cursor}`}`);
    seen.push(...page.body['items'].map((item: { id: string }) => item.id));
    cursor = page.body['nextCursor'];
  }
  expect(seen.filter((id) => made.includes(id))).toEqual(made);
  expect(new Set(seen).size).toBe(seen.length);
});

test('answers carry the headers of an API that keeps to itself', async () => {
  const api = theApi();
  const { headers } = await api.ask('GET', '/v1/customers');
  expect(headers.get('cache-control')).toBe('no-store');
  expect(headers.get('content-security-policy')).toContain("default-src 'none'");
  expect(headers.get('x-content-type-options')).toBe('nosniff');
  expect(headers.get('server')).toBeNull();
  expect(headers.get('x-request-id')).toMatch(/^req_/);
});
