import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Stripe } from 'stripe';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { inbox } from '../support/inbox.ts';
import { eventually } from '../support/levers.ts';
import { gateway } from '../support/stripe.ts';

const secret = 'whsec_test';
let hook: Awaited<ReturnType<typeof inbox>>;
let shop: Awaited<ReturnType<typeof gateway>>;
beforeAll(async () => {
  hook = await inbox();
  shop = await gateway({ webhook: { url: hook.url, secret } });
});
afterEach(async () => {
  await shop.pull('DELETE', 'faults');
  hook.forget();
});
afterAll(async () => {
  await shop.stop();
  await hook.stop();
});

const pay = () =>
  shop.stripe.paymentIntents.create({
    amount: 500,
    currency: 'pln',
    payment_method: 'pm_card_visa',
    off_session: true,
    confirm: true,
  });
const types = () => hook.received.map((one): string => JSON.parse(one.body).type);

test('events are signed so that the SDK accepts them, with this secret only', async () => {
  const intent = await pay();
  const received = await hook.first(3);
  expect(types()).toEqual(['payment_intent.created', 'charge.succeeded', 'payment_intent.succeeded']);
  const last = received[2]!;
  const signature = String(last.headers['stripe-signature']);
  const event = Stripe.webhooks.constructEvent(last.body, signature, secret);
  expect(event.data.object).toMatchObject({ id: intent.id, status: 'succeeded' });
  expect(() => Stripe.webhooks.constructEvent(last.body, signature, 'whsec_other')).toThrow(/signature/i);
  expect(() => Stripe.webhooks.constructEvent(last.body.replace('500', '501'), signature, secret)).toThrow(
    /signature/i,
  );
  expect((await shop.stripe.events.retrieve(event.id)).type).toBe('payment_intent.succeeded');
});

test('a delivery that is not answered with 2xx is made again, later and later', async () => {
  hook.answer(500, 404, 200);
  const customer = await shop.stripe.customers.create({});
  const received = await hook.first(3);
  expect(new Set(received.map((one) => one.body)).size).toBe(1);
  expect(received[0]!.body).toContain(customer.id);
  expect(received[1]!.at - received[0]!.at).toBeGreaterThanOrEqual(19);
  expect(received[2]!.at - received[1]!.at).toBeGreaterThanOrEqual(39);
  const { items } = await shop.pull<{ items: { state: string; attempts: number }[] }>('GET', 'deliveries');
  expect(items.at(-1)).toMatchObject({ state: 'delivered', attempts: 3 });
});

test('an event comes twice, late, or never, when told so', async () => {
  const aimed = { match: { eventType: 'customer.created' } };
  await shop.pull('POST', 'faults', { kind: 'webhookDuplicate', copies: 2, ...aimed });
  await shop.stripe.customers.create({});
  const twice = await hook.first(2);
  expect(twice[0]!.body).toBe(twice[1]!.body);
  hook.forget();

  await shop.pull('POST', 'faults', { kind: 'webhookDelay', ms: 120, ...aimed });
  const before = Date.now();
  await shop.stripe.customers.create({});
  expect((await hook.first(1))[0]!.at - before).toBeGreaterThanOrEqual(120);
  hook.forget();

  await shop.pull('POST', 'faults', { kind: 'webhookDrop', ...aimed });
  await shop.stripe.customers.create({});
  await shop.stripe.customers.create({ name: 'the next one' });
  expect((await hook.first(1))[0]!.body).toContain('the next one');
});

test('events come out of order when told so: the first waits for the next', async () => {
  await shop.pull('POST', 'faults', { kind: 'webhookReorder', match: { eventType: 'payment_intent.created' } });
  await pay();
  await hook.first(3);
  expect(types()).toEqual(['charge.succeeded', 'payment_intent.created', 'payment_intent.succeeded']);
});

test('a past event can be delivered again on demand', async () => {
  await shop.stripe.customers.create({ name: 'again' });
  const [first] = await hook.first(1);
  await shop.pull('POST', `events/${JSON.parse(first!.body).id}/deliver`, { copies: 2 });
  const all = await hook.first(3);
  expect(new Set(all.map((one) => one.body)).size).toBe(1);
});

test('a new endpoint gets what comes from then on', async () => {
  const other = await inbox();
  try {
    await shop.pull('POST', 'webhook', { url: other.url, secret: 'whsec_new' });
    await shop.stripe.customers.create({});
    const [received] = await other.first(1);
    Stripe.webhooks.constructEvent(received!.body, String(received!.headers['stripe-signature']), 'whsec_new');
    await shop.pull('POST', 'webhook', { url: hook.url, secret });
    await shop.stripe.customers.create({});
    await eventually(() => (hook.received.length > 0 ? true : undefined));
    expect(other.received).toHaveLength(1);
  } finally {
    await other.stop();
  }
});

test('what was not delivered before a stop is delivered after the next start', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'gateway-'));
  const webhook = { url: hook.url, secret };
  try {
    hook.answer(...Array.from({ length: 50 }, () => 503));
    const first = await gateway({ dataDir, webhook });
    const { id } = await first.stripe.customers.create({});
    await hook.first(1);
    await first.stop();
    hook.answer();
    hook.forget();
    const second = await gateway({ dataDir, webhook });
    expect((await hook.first(1))[0]?.body).toContain(id);
    await second.stop();
  } finally {
    await rm(dataDir, { recursive: true, force: true });
  }
});
