import { afterEach, expect, test } from 'vitest';
import { closeScripted, scriptedMicrosoft } from '../support/scripted-microsoft.ts';

afterEach(closeScripted);

/** As Microsoft might send it: a byte-order mark, its own casing, digits beyond a float, fields that nobody here knows. */
const resource = (status: string, version: number) =>
  `\u{feff}{"Id":"s","Status":"${status}","AutoRenewEnabled":true,"Quantity":25,"unitPrice":120.5682999999995904716,` +
  `"futureField":{"kept":[1,2.50]},"Attributes":{"Etag":"v${version}","ObjectType":"Subscription"}}`;

test('a change sends the whole resource back as it came, but for the one field, against its etag', async () => {
  let suspended = false;
  const { client, seen } = await scriptedMicrosoft(({ method }, reply) => {
    if (method === 'PATCH') suspended = true;
    reply.end(suspended ? resource('Suspended', 2) : resource('Active', 1));
  });
  expect((await client.suspendSubscription('t', 's', 'stop')).status).toBe('suspended');
  const [patch, ...others] = seen.filter(({ method }) => method === 'PATCH');
  expect(others).toEqual([]);
  expect(patch?.headers).toMatchObject({ 'if-match': '"v1"', 'content-type': 'application/json' });
  expect(patch?.body).toBe(resource('suspended', 1).slice(1));
});

test('a change that Microsoft carries out later is waited for', async () => {
  let reads = 0;
  const { client, seen } = await scriptedMicrosoft(({ method }, reply) => {
    if (method === 'PATCH') {
      reply.writeHead(202, { location: '/customers/t/subscriptions/s' }).end();
      return;
    }
    reads += 1;
    reply.end(reads > 4 ? resource('suspended', 2) : resource('active', 1));
  });
  expect((await client.suspendSubscription('t', 's', 'stop')).status).toBe('suspended');
  expect(seen.filter(({ method }) => method === 'PATCH')).toHaveLength(1);
});

test('a resource without an etag is changed without If-Match', async () => {
  let suspended = false;
  const { client, seen } = await scriptedMicrosoft(({ method }, reply) => {
    if (method === 'PATCH') suspended = true;
    reply.end(JSON.stringify({ id: 's', status: suspended ? 'suspended' : 'active' }));
  });
  await client.suspendSubscription('t', 's', 'stop');
  expect(seen.find(({ method }) => method === 'PATCH')?.headers).not.toHaveProperty('if-match');
});

test('a cancelled subscription that is gone afterwards is cancelled', async () => {
  let gone = false;
  const { client } = await scriptedMicrosoft(({ method }, reply) => {
    if (method === 'PATCH') {
      gone = true;
      reply.writeHead(202).end();
    } else if (gone) {
      reply.writeHead(404).end(JSON.stringify({ code: 20_003, description: 'Not found.' }));
    } else {
      reply.end(resource('active', 1));
    }
  });
  expect(await client.cancelSubscription('t', 's', 'cancel')).toMatchObject({
    id: 's',
    status: 'deleted',
    quantity: 25,
  });
});

test('an order says the quantity, the offer and nothing that was not given', async () => {
  const { client, seen } = await scriptedMicrosoft(({ method }, reply) => {
    if (method === 'POST') reply.writeHead(201).end(JSON.stringify({ id: 'o', lineItems: [{ subscriptionId: 's' }] }));
    else reply.end(JSON.stringify({ totalCount: 0, items: [] }));
  });
  expect(await client.placeOrder('t', { offerId: 'P:S:A', quantity: 2 }, 'order')).toEqual({
    orderId: 'o',
    subscriptionId: 's',
  });
  expect(JSON.parse(seen.find(({ method }) => method === 'POST')?.body ?? '')).toEqual({
    billingCycle: 'monthly',
    lineItems: [{ lineItemNumber: 0, offerId: 'P:S:A', quantity: 2 }],
  });
});
