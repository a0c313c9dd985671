import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import type { ClockMoved } from '../../api/clock/clock-mover.ts';
import { Refusal } from '../../domain/errors.ts';
import { startApi, type TestApi } from './support/api.ts';
import { aCustomer } from './support/customers.ts';

const START = '2026-03-27T11:00:00Z';

/** An API whose clocks are moved by noting where to; business time follows, as with the real server. */
async function apiWithClocks(answer: (to: number) => ClockMoved = (now) => ({ now, done: true, operation: null })) {
  const asked: number[] = [];
  const moved: { api?: TestApi } = {};
  const api = await startApi({
    now: () => Date.parse('2026-11-22T12:00:00Z'),
    clockMover: {
      async advance(customer, to) {
        asked.push(to);
        const offset = BigInt(to - Date.parse('2026-11-22T12:00:00Z'));
        await moved.api?.db
          .updateTable('customer')
          .set({ clock_offset_ms: offset })
          .where('id', '=', customer)
          .execute();
        return answer(to);
      },
    },
  });
  moved.api = api;
  const customer = await aCustomer(api, { clock: 'test', startAt: START });
  return {
    api,
    customer,
    asked: () => asked.map((to) => new Date(to).toISOString()),
    path: `/v1/customers/${customer}/clock/advance`,
  };
}

test('a clock is moved to an instant, and the answer says what happened on the way', async () => {
  const { api, path, asked } = await apiWithClocks();
  const { status, body } = await api.ask('POST', path, { body: { to: '2026-04-01T06:00:00Z' } });
  expect([status, body['now'], body['happened']]).toEqual([200, '2026-04-01T06:00:00Z', []]);
  expect(asked()).toEqual(['2026-04-01T06:00:00.000Z']);
});

test('a distance is counted in the customer’s time zone: a day that the clocks change is a day', async () => {
  const { api, path, asked } = await apiWithClocks();
  await api.ask('POST', path, { body: { by: 'P1D' } });
  await api.ask('POST', path, { body: { by: 'P1DT12H' } });
  await api.ask('POST', path, { body: { by: 'P1M' } });
  expect(asked()).toEqual(['2026-03-28T11:00:00.000Z', '2026-03-29T22:00:00.000Z', '2026-04-29T22:00:00.000Z']);
});

test('a distance with a key is gone once, however often it is asked for', async () => {
  const { api, path, asked } = await apiWithClocks();
  const ask = { key: randomUUID(), body: { by: 'P30D' } };
  const first = await api.ask('POST', path, ask);
  const again = await api.ask('POST', path, ask);
  expect([again.status, again.body, again.headers.get('idempotent-replayed')]).toEqual([200, first.body, 'true']);
  expect(asked()).toHaveLength(1);
});

test('a distance whose answer was lost leads to the same instant again', async () => {
  const { api, path, asked } = await apiWithClocks();
  const ask = { key: randomUUID(), body: { by: 'P30D' } };
  await api.ask('POST', path, ask);
  await api.db.updateTable('idempotency_key').set({ status: null, response: null }).execute();
  expect((await api.ask('POST', path, ask)).status).toBe(200);
  expect(new Set(asked()).size).toBe(1);
});

test('an advance that takes too long goes on as an operation', async () => {
  const { api, path } = await apiWithClocks((now) => ({ now, done: false, operation: 'op_underway' }));
  const { status, body } = await api.ask('POST', path, { body: { by: 'P1D' } });
  expect([status, body['operation']]).toEqual([202, '/v1/operations/op_underway']);
});

test('a clock that is being moved is not moved by somebody else', async () => {
  const { api, path } = await apiWithClocks(() => {
    throw new Refusal('clock_moving', 'another advance of this customer runs');
  });
  const { status, headers, body } = await api.ask('POST', path, { body: { by: 'P1D' } });
  expect([status, body['code'], headers.get('retry-after')]).toEqual([409, 'clock_moving', '1']);
});

test.each([
  ['back', { to: '2026-03-27T10:59:59Z' }, 422, 'clock_backwards'],
  ['by nothing that is a duration', { by: '30 days' }, 400, 'malformed'],
  ['by an empty duration', { by: 'P' }, 400, 'malformed'],
  ['both ways at once', { by: 'P1D', to: '2026-04-01T06:00:00Z' }, 400, 'malformed'],
])('a clock does not go %s', async (_, body, status, code) => {
  const { api, path, asked } = await apiWithClocks();
  const answer = await api.ask('POST', path, { body });
  expect([answer.status, answer.body['code'], asked()]).toEqual([status, code, []]);
});

test('a live customer lives on, and so does everybody in production', async () => {
  const api = await startApi();
  const live = await aCustomer(api);
  const answer = await api.ask('POST', `/v1/customers/${live}/clock/advance`, { body: { by: 'P1D' } });
  expect([answer.status, answer.body['code']]).toEqual([422, 'not_a_test_clock']);
  const production = await startApi({ testClocks: false });
  const customer = await aCustomer(production);
  const denied = await production.ask('POST', `/v1/customers/${customer}/clock/advance`, { body: { by: 'P1D' } });
  expect([denied.status, denied.body['code']]).toEqual([403, 'test_clock_disabled']);
});
