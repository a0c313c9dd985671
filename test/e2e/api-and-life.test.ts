import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startApi, type TestApi } from '../api/support/api.ts';
import { stranger } from '../api/support/customers.ts';
import { type House, openHouse } from '../support/house.ts';

let house: House;
let api: TestApi;
let closeApi: () => Promise<void>;

beforeAll(async () => {
  house = await openHouse();
  const { database, lifecycle, clocks: clockMover } = house;
  api = await startApi({ database, lifecycle: () => lifecycle, clockMover }, (close) => {
    closeApi = close;
  });
});

afterAll(async () => {
  await closeApi();
  await house.close();
});

test('what the API commits is decided by the real life within the answer', async () => {
  const created = await api.ask('POST', '/v1/customers', {
    body: { ...stranger(), clock: 'test', startAt: '2026-01-05T07:00:00Z' },
  });
  expect([created.status, created.body['customer']?.phase]).toEqual([201, 'applied']);
  const path = `/v1/customers/${created.body['id']}`;
  const signed = await api.ask('POST', `${path}/onboarding/agreement`, {
    body: { signedBy: 'Anna', signedAt: '2026-01-02T10:00:00Z' },
  });
  expect([signed.status, signed.body['customer'].phase]).toEqual([200, 'verifying']);
  expect((await api.ask('GET', path)).body['workflow'].runId).toMatch(/^[0-9a-f-]{36}$/);
});

test('a clock moved over the API brings the life along, and says what happened', async () => {
  const body = { ...stranger(), clock: 'test', startAt: '2026-01-05T07:00:00Z' };
  const { body: customer } = await api.ask('POST', '/v1/customers', { body });
  const key = randomUUID();
  const moved = await api.ask('POST', `/v1/customers/${customer['id']}/clock/advance`, { key, body: { by: 'P31D' } });
  expect([moved.status, moved.body['now']]).toEqual([200, expect.stringMatching(/^2026-02-05T07:0/)]);
  expect(moved.body['happened'].map((entry: { kind: string }) => entry.kind)).toContain('onboarding.timedOut');
  expect((await api.ask('GET', `/v1/customers/${customer['id']}`)).body['phase']).toBe('refused');
});

test('with the worker away a write is 202, and is decided when the worker is back', async () => {
  await house.stopWorker();
  const created = await api.ask('POST', '/v1/customers', { body: stranger() });
  expect(created.status).toBe(202);
  await house.startWorker();
  const state = async () => (await api.ask('GET', created.body['operation'])).body['state'];
  await expect.poll(state, { timeout: 20_000 }).toBe('applied');
});
