import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { OFFER, partner, type Sub } from '../support/partner.ts';

let microsoft: Awaited<ReturnType<typeof partner>>;
beforeAll(async () => {
  microsoft = await partner();
});
afterAll(() => microsoft.stop());

interface Order {
  readonly id: string;
}
interface Journalled {
  readonly status: number | null;
  readonly performed: number | null;
  readonly replayed: boolean;
  readonly effect: boolean;
  readonly fault: string | null;
}

const order = { billingCycle: 'monthly', lineItems: [{ lineItemNumber: 0, offerId: OFFER, quantity: 1 }] };
const journal = async (tenantId: string) =>
  (await microsoft.pull<{ items: Journalled[] }>('GET', `requests?tenantId=${tenantId}`)).items;

test('every answer says that it is simulated and echoes the ids of the request', async () => {
  const ids = { 'ms-requestid': randomUUID(), 'ms-correlationid': randomUUID(), 'x-locale': 'pl-PL' };
  const reply = await microsoft.call('GET', '/customers', undefined, ids);
  expect(reply.headers.get('x-simulated')).toBe('1');
  for (const [name, value] of Object.entries(ids)) expect(reply.headers.get(name)).toBe(value);
  const unasked = await microsoft.call('GET', '/nowhere');
  expect(unasked.status).toBe(404);
  expect(unasked.headers.get('x-simulated')).toBe('1');
  expect(unasked.headers.get('ms-requestid')).toMatch(/^[0-9a-f-]{36}$/);
});

test('an unknown route is 404, a known one with another method 405', async () => {
  expect((await microsoft.call('GET', '/customers/x/y/z')).status).toBe(404);
  expect((await microsoft.call('DELETE', `/customers/${randomUUID()}/orders`)).status).toBe(405);
});

test('the same request id gives the same reply and no second effect, whatever the body', async () => {
  const tenantId = randomUUID();
  const path = `/customers/${tenantId}/orders`;
  const headers = { 'ms-requestid': randomUUID() };
  const first = await microsoft.call<Order>('POST', path, order, headers);
  const second = await microsoft.call<Order>('POST', path, { ...order, lineItems: [] }, headers);
  expect(second.status).toBe(201);
  expect(second.text).toBe(first.text);
  const { body } = await microsoft.call<{ totalCount: number }>('GET', `/customers/${tenantId}/subscriptions`);
  expect(body.totalCount).toBe(1);
  expect((await journal(tenantId)).map((one) => [one.replayed, one.effect])).toEqual([
    [false, true],
    [true, false],
    [false, false],
  ]);
});

test('a request id belongs to its method and path: elsewhere it is new', async () => {
  const headers = { 'ms-requestid': randomUUID() };
  const [one, other] = await Promise.all(
    [randomUUID(), randomUUID()].map((tenantId) =>
      microsoft.call<Order>('POST', `/customers/${tenantId}/orders`, order, headers),
    ),
  );
  expect(one?.body.id).not.toBe(other?.body.id);
});

test('a refusal is replayed too: whoever keeps the id after a business error gets the error for ever', async () => {
  const { path } = await microsoft.seed();
  const { attributes } = await microsoft.read(path);
  await microsoft.write(path, { quantity: 6 });
  const headers = { 'ms-requestid': randomUUID(), 'if-match': `"${attributes.etag}"` };
  expect((await microsoft.call('PATCH', path, { quantity: 7, autoRenewEnabled: true }, headers)).body.code).toBe(
    '2055',
  );
  const fresh = await microsoft.read(path);
  const again = await microsoft.call(
    'PATCH',
    path,
    { quantity: 7 },
    { ...headers, 'if-match': `"${fresh.attributes.etag}"` },
  );
  expect(again.body.code).toBe('2055');
});

test('reads are not replayed: a request id kept on a read still shows the present state', async () => {
  const { path } = await microsoft.seed();
  const headers = { 'ms-requestid': randomUUID() };
  expect((await microsoft.call<Sub>('GET', path, undefined, headers)).body.status).toBe('active');
  await microsoft.write(path, { status: 'suspended' });
  expect((await microsoft.call<Sub>('GET', path, undefined, headers)).body.status).toBe('suspended');
});

test('request names and enum values are read without regard to case, replies are camelCase', async () => {
  const tenantId = randomUUID();
  const body = {
    BillingCycle: 'Monthly',
    LINEITEMS: [{ LineItemNumber: 0, OfferID: OFFER, Quantity: 2, TermDuration: 'p1m' }],
  };
  const reply = await microsoft.call<object>('POST', `/customers/${tenantId}/orders`, body);
  expect(reply.body).toMatchObject({
    billingCycle: 'monthly',
    lineItems: [{ offerId: OFFER, quantity: 2, termDuration: 'P1M' }],
  });
  const { path } = await microsoft.seed();
  expect((await microsoft.call<Sub>('PATCH', path, { Status: 'SUSPENDED' })).body.status).toBe('suspended');
});

test('a body that is no JSON is a plain 400', async () => {
  const reply = await microsoft.call('POST', `/customers/${randomUUID()}/orders`, '{"billingCycle":');
  expect([reply.status, reply.body.code]).toEqual([400, '3000']);
});

test('beyond the limit a tenant is throttled with the other error shape, and other tenants are not', async () => {
  const slow = await partner({ requestsPerMinute: 3 });
  try {
    const busy = `/customers/${randomUUID()}/subscriptions`;
    const statuses = [];
    for (let call = 0; call < 4; call += 1) statuses.push((await slow.call('GET', busy)).status);
    expect(statuses).toEqual([200, 200, 200, 429]);
    const throttled = await slow.call<{ statusCode: number; message: string }>('GET', busy);
    expect(throttled.body.statusCode).toBe(429);
    expect(throttled.body.message).toMatch(/^Rate limit is exceeded\. Try again in \d+ seconds\.$/);
    expect(Number(throttled.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(throttled.body).not.toHaveProperty('code');
    expect((await slow.call('GET', `/customers/${randomUUID()}/subscriptions`)).status).toBe(200);
    await slow.pull('POST', 'settings', { requestsPerMinute: 100 });
    expect((await slow.call('GET', busy)).status).toBe(200);
  } finally {
    await slow.stop();
  }
});

test('a lost answer has done its work, and the same request id brings the reply that got lost', async () => {
  const { path, tenantId } = await microsoft.seed();
  await microsoft.pull('POST', 'faults', { kind: 'lostAnswer', match: { method: 'PATCH', tenantId } });
  const headers = { 'ms-requestid': randomUUID() };
  await expect(microsoft.call('PATCH', path, { status: 'suspended' }, headers)).rejects.toThrow();
  expect((await microsoft.read(path)).status).toBe('suspended');
  const again = await microsoft.call<Sub>('PATCH', path, { status: 'suspended' }, headers);
  expect([again.status, again.body.status]).toEqual([200, 'suspended']);
  expect((await journal(tenantId)).map((one) => [one.status, one.performed, one.replayed])).toEqual([
    [null, 200, false],
    [200, 200, false],
    [200, 200, true],
  ]);
});

test('a time-out before the effect leaves nothing behind', async () => {
  const { path, tenantId } = await microsoft.seed();
  await microsoft.pull('POST', 'faults', { kind: 'timeoutBefore', ms: 20, match: { method: 'PATCH', tenantId } });
  await expect(microsoft.call('PATCH', path, { status: 'suspended' })).rejects.toThrow();
  expect((await microsoft.read(path)).status).toBe('active');
  expect((await journal(tenantId))[0]).toMatchObject({ status: null, performed: null, fault: 'timeoutBefore' });
});

test('a 500 may come with or without the effect; the same id tells which', async () => {
  for (const effect of ['none', 'done'] as const) {
    const { path, tenantId } = await microsoft.seed();
    await microsoft.pull('POST', 'faults', {
      kind: 'status',
      status: 500,
      effect,
      match: { method: 'PATCH', tenantId },
    });
    const headers = { 'ms-requestid': randomUUID() };
    expect((await microsoft.call('PATCH', path, { status: 'suspended' }, headers)).status).toBe(500);
    expect((await microsoft.read(path)).status).toBe(effect === 'done' ? 'suspended' : 'active');
    expect((await microsoft.call('PATCH', path, { status: 'suspended' }, headers)).status).toBe(200);
  }
});

test('faults strike as aimed: by method, path and tenant, so often and after so many', async () => {
  const { path, tenantId } = await microsoft.seed();
  const faults = [
    { kind: 'status', status: 503, skip: 1, times: 2, match: { pathPattern: '/subscriptions/[^/]+$', tenantId } },
    { kind: 'status', status: 401, match: { pathPattern: '/orders$' } },
  ];
  for (const fault of faults) await microsoft.pull('POST', 'faults', fault);
  const statuses = [];
  for (let call = 0; call < 4; call += 1) statuses.push((await microsoft.call('GET', path)).status);
  expect(statuses).toEqual([200, 503, 503, 200]);
  const standing = await microsoft.pull<{ items: { id: string }[] }>('GET', 'faults');
  expect(standing.items).toHaveLength(1);
  await microsoft.pull('DELETE', `faults/${standing.items[0]?.id}`);
  expect((await microsoft.call('GET', `/customers/${tenantId}/orders`)).status).toBe(200);
});

test('answers can be disfigured: byte-order mark, unknown value, capitals, 202, numeric code', async () => {
  const { path, tenantId } = await microsoft.seed();
  const strike = (fault: object) => microsoft.pull('POST', 'faults', { ...fault, match: { tenantId } });
  await strike({ kind: 'bom' });
  expect((await microsoft.call('GET', path)).text.charCodeAt(0)).toBe(0xfeff);
  await strike({ kind: 'edit', set: { status: 'frozen' } });
  expect((await microsoft.call<Sub>('GET', path)).body.status).toBe('frozen');
  await strike({ kind: 'pascalCase' });
  expect((await microsoft.call('GET', path)).body).toMatchObject({
    Id: expect.any(String),
    Attributes: { ObjectType: 'Subscription' },
  });
  await strike({ kind: 'accepted' });
  const accepted = await microsoft.call('PATCH', path, { status: 'suspended' });
  expect([accepted.status, accepted.text]).toEqual([202, '']);
  expect(accepted.headers.get('location')).toBe(`/v1${path}`);
  expect((await microsoft.read(path)).status).toBe('suspended');
  await strike({ kind: 'refuse', code: 600061 });
  expect((await microsoft.call('GET', path)).body.code).toBe(600061);
  await strike({ kind: 'refuse', code: '900278' });
  expect((await microsoft.call('PATCH', path, {})).status).toBe(409);
  await strike({ kind: 'throttle', retryAfter: 2 });
  expect((await microsoft.call('GET', path)).headers.get('retry-after')).toBe('2');
});

test('a lever that does not fit is refused and says why', async () => {
  const reply = await fetch(`${microsoft.url}/control/faults`, {
    method: 'POST',
    body: JSON.stringify({ kind: 'earthquake' }),
  });
  expect(reply.status).toBe(400);
  expect(await reply.text()).toContain('kind');
});
