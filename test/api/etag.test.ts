import { expect, test } from 'vitest';
import { sharedApi } from './support/api.ts';
import { aCustomer } from './support/customers.ts';

let now = Date.UTC(2026, 10, 22, 9);
const theApi = sharedApi({ now: () => now });

async function etagOf(path: string): Promise<string> {
  const { headers } = await theApi().ask('GET', path);
  return headers.get('etag') ?? 'none';
}

test('a resource that did not change keeps its ETag while time passes', async () => {
  const path = `/v1/customers/${await aCustomer(theApi())}`;
  const before = await etagOf(path);
  now += 3_600_000;
  expect(await etagOf(path)).toBe(before);
  expect(before).toMatch(/^"[\w-]{22}"$/);
});

test('who has it already is told so', async () => {
  const path = `/v1/customers/${await aCustomer(theApi())}`;
  const known = await etagOf(path);
  const answer = await theApi().ask('GET', path, { headers: { 'if-none-match': `"other", ${known}` } });
  expect([answer.status, answer.body['text']]).toEqual([304, '']);
  expect((await theApi().ask('GET', path, { headers: { 'if-none-match': '"other"' } })).status).toBe(200);
});

test('a write upon what was read is done, and answers with the new ETag', async () => {
  const path = `/v1/customers/${await aCustomer(theApi())}`;
  const read = await etagOf(path);
  const answer = await theApi().ask('PATCH', path, { body: { name: 'Renamed' }, headers: { 'if-match': read } });
  expect([answer.status, answer.body['name']]).toEqual([200, 'Renamed']);
  expect(answer.headers.get('etag')).not.toBe(read);
  expect(answer.headers.get('etag')).toBe(await etagOf(path));
});

test('a write upon an older state is refused, and changes nothing', async () => {
  const path = `/v1/customers/${await aCustomer(theApi())}`;
  const stale = await etagOf(path);
  await theApi().ask('PATCH', path, { body: { name: 'First' } });
  const answer = await theApi().ask('PATCH', path, { body: { name: 'Second' }, headers: { 'if-match': stale } });
  expect([answer.status, answer.body['code']]).toEqual([412, 'precondition_failed']);
  expect((await theApi().ask('GET', path)).body['name']).toBe('First');
});

test('of two writes upon the same state at once, one is refused', async () => {
  const path = `/v1/customers/${await aCustomer(theApi())}`;
  const headers = { 'if-match': await etagOf(path) };
  const answers = await Promise.all(
    ['One', 'Two'].map((name) => theApi().ask('PATCH', path, { body: { name }, headers })),
  );
  expect(answers.map((answer) => answer.status).toSorted((a, b) => a - b)).toEqual([200, 412]);
});

test('`*` means any state, and a weak tag none', async () => {
  const path = `/v1/customers/${await aCustomer(theApi())}`;
  const weak = `W/${await etagOf(path)}`;
  expect((await theApi().ask('PATCH', path, { body: { name: 'A' }, headers: { 'if-match': '*' } })).status).toBe(200);
  expect((await theApi().ask('PATCH', path, { body: { name: 'B' }, headers: { 'if-match': weak } })).status).toBe(412);
});

test('a write below a customer is held to the customer that was read', async () => {
  const path = `/v1/customers/${await aCustomer(theApi())}`;
  const stale = await etagOf(path);
  await theApi().ask('PATCH', path, { body: { name: 'Changed' } });
  const body = { signedBy: 'Anna', signedAt: '2026-01-02T10:00:00Z' };
  const answer = await theApi().ask('POST', `${path}/onboarding/agreement`, { body, headers: { 'if-match': stale } });
  expect(answer.status).toBe(412);
});
