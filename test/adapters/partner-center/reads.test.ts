import { afterEach, expect, test } from 'vitest';
import { PartnerCenterError } from '../../../adapters/index.ts';
import { hurryingRuntime } from '../support/hurry.ts';
import { refusalOf } from '../support/refusal.ts';
import { closeScripted, scriptedMicrosoft } from '../support/scripted-microsoft.ts';

afterEach(closeScripted);

const page = (id: string, next?: object) =>
  JSON.stringify({
    TotalCount: 1,
    Items: [{ ID: id, Status: 'ACTIVE', Quantity: '25' }],
    Links: next ? { Next: next } : {},
  });

test('pages are followed to the end, with the token in the link’s headers and paths with or without /v1', async () => {
  const { client, seen } = await scriptedMicrosoft(({ url, headers }, reply) => {
    const token = headers['ms-continuationtoken'];
    if (url === '/v1/customers/t/subscriptions') {
      reply.end(
        page('a', {
          uri: '/customers/t/subscriptions?seekOperation=Next',
          headers: [{ key: 'MS-ContinuationToken', value: 'two' }],
        }),
      );
    } else if (token === 'two') {
      reply.end(
        page('b', {
          uri: '/v1/customers/t/subscriptions?seekOperation=Next',
          headers: [{ Key: 'MS-ContinuationToken', Value: 'three' }],
        }),
      );
    } else {
      reply.end(page(token === 'three' ? 'c' : 'wrong'));
    }
  });
  const subscriptions = await client.listSubscriptions('t');
  expect(subscriptions.map(({ id, status, quantity }) => [id, status, quantity])).toEqual([
    ['a', 'active', 25],
    ['b', 'active', 25],
    ['c', 'active', 25],
  ]);
  expect(new Set(seen.map(({ headers }) => headers['ms-requestid'])).size).toBe(3);
});

test('pages that never end are an error, not a shortened list', async () => {
  const { client } = await scriptedMicrosoft((_seen, reply) => {
    reply.end(page('again', { uri: '/customers/t/subscriptions?page=next', headers: [] }));
  });
  expect(await refusalOf(PartnerCenterError, client.listSubscriptions('t'))).toMatchObject({ code: 'endless_pages' });
});

test('a page that is none is an error, not an empty list; an empty list may leave its items out', async () => {
  const { client } = await scriptedMicrosoft(({ url }, reply) => {
    reply.end(url.includes('/none/') ? JSON.stringify({ totalCount: 0 }) : JSON.stringify({ status: 'ok' }));
  });
  expect(await refusalOf(PartnerCenterError, client.listSubscriptions('t'))).toMatchObject({ code: 'no_list' });
  expect(await client.listSubscriptions('none')).toEqual([]);
});

test('a link to another host is not followed: the token would go there', async () => {
  const { client, seen } = await scriptedMicrosoft((_seen, reply) => {
    reply.end(page('a', { uri: 'http://localhost.example/customers/t/subscriptions', headers: [] }));
  });
  expect(await refusalOf(PartnerCenterError, client.listSubscriptions('t'))).toMatchObject({
    kind: 'refused',
    code: 'foreign_link',
  });
  expect(seen).toHaveLength(1);
});

test('every call carries the headers of the contract', async () => {
  const { client, seen } = await scriptedMicrosoft((_seen, reply) => reply.end(page('a')));
  await client.listSubscriptions('t');
  await client.listSubscriptions('t');
  const guid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
  expect(seen[0]?.headers).toMatchObject({
    authorization: 'Bearer token',
    accept: 'application/json',
    'ms-contract-version': 'v1',
    'x-locale': 'en-US',
    'ms-requestid': expect.stringMatching(guid),
    'ms-correlationid': expect.stringMatching(guid),
  });
  expect(seen[0]?.headers['ms-correlationid']).not.toBe(seen[1]?.headers['ms-correlationid']);
});

test('a read survives two broken connections and one page of a proxy', async () => {
  let count = 0;
  const { client } = await scriptedMicrosoft((_seen, reply, request) => {
    count += 1;
    if (count <= 2) request.socket.destroy();
    else if (count === 3) reply.writeHead(502).end('<html>Bad gateway</html>');
    else reply.end(page('a'));
  });
  expect(await client.listSubscriptions('t')).toHaveLength(1);
});

test('a server that never answers is unavailable after the timeout and the retries', async () => {
  const { client, seen } = await scriptedMicrosoft(() => undefined);
  const started = Date.now();
  expect(await refusalOf(PartnerCenterError, client.readCustomer('t'))).toMatchObject({ kind: 'unavailable' });
  expect(seen).toHaveLength(4);
  expect(Date.now() - started).toBeLessThan(15_000);
});

test('an order that cannot even be sent is unavailable, not doubtful', async () => {
  const server = await scriptedMicrosoft((_seen, reply) => {
    server.stopListening();
    reply.setHeader('connection', 'close').end(JSON.stringify({ totalCount: 0, items: [] }));
  });
  const attempt = server.client.placeOrder('t', { offerId: 'a:b:c', quantity: 1 }, 'order');
  expect(await refusalOf(PartnerCenterError, attempt)).toMatchObject({ kind: 'unavailable' });
  expect(server.seen).toHaveLength(1);
});

test('calls beyond the tenant’s share wait, and other tenants do not', async () => {
  const { client, seen, runtime } = await scriptedMicrosoft((_seen, reply) => reply.end(page('a')), 60);
  for (let call = 0; call < 6; call += 1) await client.listSubscriptions('t');
  expect(runtime.waits).toEqual([]);
  await client.listSubscriptions('t');
  expect(runtime.waits).toHaveLength(1);
  await client.listSubscriptions('another');
  expect(runtime.waits).toHaveLength(1);
  expect(seen).toHaveLength(8);
});

test('a call that would wait too long for its tenant’s share is not sent at all', async () => {
  const stopped = { ...hurryingRuntime(), now: () => 1_000_000, sleep: async () => undefined };
  const { client, seen } = await scriptedMicrosoft((_seen, reply) => reply.end(page('a')), 60, stopped);
  const attempts = await Promise.allSettled(Array.from({ length: 40 }, () => client.listSubscriptions('t')));
  const throttled = attempts.filter(({ status }) => status === 'rejected');
  expect(throttled.length).toBeGreaterThan(0);
  expect(seen).toHaveLength(40 - throttled.length);
});
