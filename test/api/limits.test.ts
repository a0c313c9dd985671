import { expect, test } from 'vitest';
import { startApi } from './support/api.ts';
import { stranger } from './support/customers.ts';

test('a token that asks too often is told when to come again, and others are not held up', async () => {
  const api = await startApi({ limits: { requestsPerMinute: 3 } });
  const statuses: number[] = [];
  for (let count = 0; count < 4; count += 1)
    statuses.push((await api.ask('GET', '/v1/customers', { as: 'finance' })).status);
  expect(statuses).toEqual([200, 200, 200, 429]);
  const limited = await api.ask('GET', '/v1/customers', { as: 'finance' });
  expect(limited.body['code']).toBe('rate_limited');
  expect(Number(limited.headers.get('retry-after'))).toBeGreaterThan(0);
  expect((await api.ask('GET', '/v1/customers', { as: 'collector' })).status).toBe(200);
});

test('tokens cannot be guessed, one new token a request', async () => {
  const api = await startApi({ limits: { strangersPerMinute: 3 } });
  const codes: string[] = [];
  for (let count = 0; count < 5; count += 1) {
    const headers = { authorization: `Bearer a-guess-of-a-token-${count}` };
    codes.push((await api.ask('GET', '/v1/customers', { as: null, headers })).body['code']);
  }
  expect(codes).toEqual([...Array(3).fill('unauthenticated'), ...Array(2).fill('rate_limited')]);
  expect((await api.ask('GET', '/v1/customers', { as: 'finance' })).status).toBe(200);
});

test('health is never throttled', async () => {
  const api = await startApi({ limits: { strangersPerMinute: 1 } });
  for (let count = 0; count < 5; count += 1)
    expect((await api.ask('GET', '/health/live', { as: null })).status).toBe(200);
});

test('a body beyond the limit is refused', async () => {
  const api = await startApi({ limits: { bodyBytes: 2_000 } });
  const { status, body } = await api.ask('POST', '/v1/customers', { body: { ...stranger(), name: 'x'.repeat(3_000) } });
  expect([status, body['code']]).toEqual([413, 'payload_too_large']);
});
