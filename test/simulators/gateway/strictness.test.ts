import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { gateway, stripeError } from '../support/stripe.ts';

let shop: Awaited<ReturnType<typeof gateway>>;
beforeAll(async () => {
  shop = await gateway();
});
afterEach(() => shop.pull('DELETE', 'faults'));
afterAll(() => shop.stop());

test.each([
  ['amount=100.5&currency=pln', 'parameter_invalid_integer', 'amount'],
  ['amount=-5&currency=pln', 'parameter_invalid_integer', 'amount'],
  ['amount=199&currency=pln', 'amount_too_small', 'amount'],
  ['currency=pln', 'parameter_missing', 'amount'],
  ['amount=500&currency=zloty', 'invalid_currency', 'currency'],
  ['amount=500&currency=pln&colour=red', 'parameter_unknown', 'colour'],
  ['amount=500&currency=pln&payment_method_types[]=card', 'parameter_unknown', 'payment_method_types'],
  [
    'amount=500&currency=pln&automatic_payment_methods[enabled]=yes',
    'parameter_invalid_boolean',
    'automatic_payment_methods[enabled]',
  ],
  [
    'amount=500&currency=pln&automatic_payment_methods[enabled]=true&automatic_payment_methods[x]=1',
    'parameter_unknown',
    'automatic_payment_methods[x]',
  ],
  ['amount=500&currency=pln&customer=cus_nobody', 'resource_missing', 'customer'],
  ['amount=500&currency=pln&customer=', 'parameter_invalid_empty', 'customer'],
])('POST payment_intents %s is refused with %s on %s', async (form, code, param) => {
  const reply = await shop.post('/v1/payment_intents', form);
  const { error } = JSON.parse(await reply.text());
  expect([reply.status, error.code, error.param]).toEqual([code === 'resource_missing' ? 404 : 400, code, param]);
  expect(error.type).toBe('invalid_request_error');
  expect(error.doc_url).toMatch(/^https:\/\/stripe\.com\/docs\/error-codes\//);
  expect(reply.headers.get('request-id')).toMatch(/^req_/);
  expect(reply.headers.get('x-simulated')).toBe('1');
});

test('a wrong key is 401, an unknown address 404', async () => {
  expect((await shop.post('/v1/customers', '', { authorization: 'Bearer sk_test_other' })).status).toBe(401);
  expect((await shop.post('/v1/subscriptions', '')).status).toBe(404);
});

test('what cannot be expanded is refused', async () => {
  const { id } = await shop.stripe.paymentIntents.create({ amount: 500, currency: 'pln' });
  expect((await stripeError(shop.stripe.paymentIntents.retrieve(id, { expand: ['amount'] }))).message).toContain(
    'cannot be expanded',
  );
  expect((await shop.stripe.paymentIntents.retrieve(id, { expand: ['latest_charge'] })).latest_charge).toBeNull();
});

const payment = {
  amount: 12_000,
  currency: 'pln',
  off_session: true,
  confirm: true,
  payment_method: 'pm_card_visa',
} as const;

test('the same idempotency key gives the same answer and charges once', async () => {
  const options = { idempotencyKey: randomUUID() };
  const first = await shop.stripe.paymentIntents.create(payment, options);
  const second = await shop.stripe.paymentIntents.create(payment, options);
  expect(second.id).toBe(first.id);
  expect(first.lastResponse.headers['idempotent-replayed']).toBeUndefined();
  expect(second.lastResponse.headers['idempotent-replayed']).toBe('true');
  expect((await shop.stripe.charges.list({ payment_intent: first.id })).data).toHaveLength(1);
});

test('the same key with other parameters, or at another address, is an idempotency error', async () => {
  const options = { idempotencyKey: randomUUID() };
  await shop.stripe.paymentIntents.create(payment, options);
  const other = await stripeError(shop.stripe.paymentIntents.create({ ...payment, amount: 13_000 }, options));
  expect(other).toMatchObject({ statusCode: 400, type: 'StripeIdempotencyError' });
  expect((await stripeError(shop.stripe.customers.create({}, options))).type).toBe('StripeIdempotencyError');
});

test('a decline is kept under its key, a refusal of the parameters is not', async () => {
  const declined = { idempotencyKey: randomUUID() };
  const bad = { ...payment, payment_method: 'pm_card_chargeDeclined' };
  const [first, again] = [
    await stripeError(shop.stripe.paymentIntents.create(bad, declined)),
    await stripeError(shop.stripe.paymentIntents.create(bad, declined)),
  ];
  expect(again.payment_intent?.id).toBe(first.payment_intent?.id);
  const key = randomUUID();
  expect((await shop.post('/v1/customers', 'colour=red', { 'idempotency-key': key })).status).toBe(400);
  expect((await shop.post('/v1/customers', 'name=Contoso', { 'idempotency-key': key })).status).toBe(200);
});

test('after a lost answer the same key finds the payment that was made', async () => {
  // Twice: the SDK tries a broken connection again by itself, once, even when told not to retry.
  await shop.pull('POST', 'faults', {
    kind: 'lostAnswer',
    times: 2,
    match: { method: 'POST', pathPattern: '/v1/payment_intents$' },
  });
  const options = { idempotencyKey: randomUUID() };
  const metadata = { order: randomUUID() };
  expect((await stripeError(shop.stripe.paymentIntents.create({ ...payment, metadata }, options))).type).toBe(
    'StripeConnectionError',
  );
  const found = await shop.stripe.paymentIntents.create({ ...payment, metadata }, options);
  expect(found.status).toBe('succeeded');
  const all = await shop.stripe.paymentIntents.list({ limit: 100 });
  expect(all.data.filter((one) => one.metadata['order'] === metadata.order).map((one) => one.id)).toEqual([found.id]);
});

test('the SDK retries by itself what a fault made fail, with one charge in the end', async () => {
  const { hostname, port } = new URL(shop.url);
  const { default: Stripe } = await import('stripe');
  const patient = new Stripe('sk_test_simulators', {
    host: hostname,
    port: Number(port),
    protocol: 'http',
    maxNetworkRetries: 2,
  });
  await shop.pull('POST', 'faults', {
    kind: 'status',
    status: 500,
    effect: 'done',
    match: { pathPattern: '/v1/payment_intents$' },
  });
  const intent = await patient.paymentIntents.create(payment);
  expect(intent.status).toBe('succeeded');
  const { items } = await shop.pull<{ items: { requestId: string; effect: boolean }[] }>('GET', 'requests');
  const key = items.at(-1)?.requestId;
  expect(items.filter((one) => one.requestId === key).map((one) => one.effect)).toEqual([true, false]);
});

test('rate limiting and refusals by lever come in Stripe’s words', async () => {
  await shop.pull('POST', 'faults', { kind: 'throttle', retryAfter: 3 });
  expect(await stripeError(shop.stripe.customers.list())).toMatchObject({
    statusCode: 429,
    type: 'StripeRateLimitError',
  });
  await shop.pull('POST', 'faults', { kind: 'refuse', code: 'account_invalid', status: 403 });
  expect(await stripeError(shop.stripe.customers.list())).toMatchObject({ statusCode: 403, code: 'account_invalid' });
});
