import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { createGateway, type Gateway, GatewayError, type GatewayEvent } from '../../../adapters/index.ts';
import { systemRuntime } from '../../../adapters/runtime.ts';
import { money } from '../../../domain/money.ts';
import { startGateway } from '../../../simulators/gateway/start.ts';
import type { Simulator } from '../../../simulators/kit/simulator.ts';
import { refusalOf } from '../support/refusal.ts';
import { type Webhook, webhookInbox } from '../support/webhook-inbox.ts';

const secretKey = 'sk_test_adapters';
const webhookSecret = 'whsec_gateway_test';
let simulator: Simulator;
let inbox: Awaited<ReturnType<typeof webhookInbox>>;
let gateway: Gateway;

const gatewayAt = (url: string, own: object = {}) => {
  const { hostname, port } = new URL(url);
  return createGateway({
    secretKey,
    webhookSecret,
    successUrl: 'https://tenure.example/paid',
    cancelUrl: 'https://tenure.example/not-paid',
    host: hostname,
    port: Number(port),
    protocol: 'http',
    timeoutMs: 2_000,
    maxRetries: 1,
    ...own,
  });
};

beforeAll(async () => {
  inbox = await webhookInbox();
  simulator = await startGateway({ secretKey, webhook: { url: inbox.url, secret: webhookSecret }, firstRetryMs: 20 });
  gateway = gatewayAt(simulator.url);
});
afterEach(() => control('DELETE', '/faults'));
afterAll(async () => {
  gateway.close();
  await simulator.stop();
  await inbox.stop();
});

async function control(method: string, path: string, body?: object): Promise<string> {
  const reply = await fetch(`${simulator.url}/control${path}`, {
    method,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await reply.text();
  if (!reply.ok) throw new Error(`control ${method} ${path}: ${reply.status} ${text}`);
  return text;
}

const fault = (kind: object) => control('POST', '/faults', kind);
const intents = { method: 'POST', pathPattern: '^/v1/payment_intents$' };
const amount = money(124_000n, 'PLN');
let keys = 0;
const charge = (paymentMethod: string, own: object = {}) => {
  keys += 1;
  return gateway.charge({
    paymentMethod,
    amount,
    customerRef: 'cus_1',
    metadata: { invoice: 'inv_1' },
    idempotencyKey: `charge-${keys}`,
    ...own,
  });
};

/** Intents that the simulator holds for a `customerRef`. */
async function intentsOf(customerRef: string): Promise<number> {
  const reply = await fetch(`${simulator.url}/v1/payment_intents?limit=100`, {
    headers: { authorization: `Bearer ${secretKey}` },
  });
  const { data }: { data: { metadata: Record<string, string> }[] } = JSON.parse(await reply.text());
  return data.filter(({ metadata }) => metadata['customerRef'] === customerRef).length;
}

function signatureOf({ headers }: Webhook): string {
  const signature = headers['stripe-signature'];
  if (typeof signature !== 'string') throw new Error('no signature');
  return signature;
}

/** The events about one payment or checkout, once there are so many. */
async function eventsAbout(reference: string, count: number): Promise<readonly GatewayEvent[]> {
  const until = Date.now() + 5_000;
  for (;;) {
    const events = inbox.received
      .map((webhook) => gateway.verifyWebhook(webhook.body, signatureOf(webhook)))
      .filter(({ type, ...event }) => type !== 'other' && [event.paymentId, event.checkoutId].includes(reference));
    if (events.length >= count) return events;
    if (Date.now() > until) throw new Error(`${events.length} events about ${reference} instead of ${count}`);
    await systemRuntime.sleep(10);
  }
}

describe('a payment method', () => {
  test.each([
    ['pm_card_visa', 'credit'],
    ['pm_card_visa_debit', 'debit'],
    ['pm_card_mastercard_prepaid', 'prepaid'],
    ['pm_card_unknown', 'unknown'],
  ])('%s has the funding %s', async (id, funding) => {
    expect(await gateway.readPaymentMethod(id)).toMatchObject({
      id,
      kind: 'card',
      funding,
      country: 'US',
      fingerprint: expect.any(String),
      expiresOn: expect.stringMatching(/^\d{4}-12-31$/),
    });
  });

  test('whose funding has a name not known here counts as unknown, never as good', async () => {
    await fault({ kind: 'edit', set: { card: { funding: 'charge_card', exp_month: 2, exp_year: 2028 } } });
    expect(await gateway.readPaymentMethod('pm_card_visa')).toMatchObject({
      funding: 'unknown',
      expiresOn: '2028-02-29',
    });
  });

  test('that is a bank debit has no funding', async () => {
    await fault({
      kind: 'edit',
      set: { type: 'sepa_debit', card: null, sepa_debit: { country: 'DE', fingerprint: 'fp' } },
    });
    expect(await gateway.readPaymentMethod('pm_card_visa')).toMatchObject({
      kind: 'sepaDebit',
      funding: null,
      country: 'DE',
      expiresOn: null,
    });
  });

  test('that does not exist is not found', async () => {
    expect(await refusalOf(GatewayError, gateway.readPaymentMethod('pm_none'))).toMatchObject({
      kind: 'notFound',
      httpStatus: 404,
    });
  });
});

describe('a charge', () => {
  test('succeeds, and its settlement is announced with what it was for', async () => {
    const outcome = await charge('pm_card_visa');
    expect(outcome).toMatchObject({ state: 'succeeded', declineCode: null });
    expect(await eventsAbout(outcome.id, 1)).toMatchObject([
      { type: 'payment.settled', amount, metadata: { invoice: 'inv_1', customerRef: 'cus_1' } },
    ]);
  });

  test.each([
    ['pm_card_visa_chargeDeclinedInsufficientFunds', 'insufficient_funds'],
    ['pm_card_chargeDeclinedExpiredCard', 'expired_card'],
    ['pm_card_authenticationRequired', 'authentication_required'],
  ])('of %s is declined as %s: an outcome, not an error', async (paymentMethod, declineCode) => {
    const outcome = await charge(paymentMethod);
    expect(outcome).toEqual({ id: expect.stringMatching(/^pi_/), state: 'declined', declineCode });
    expect(await eventsAbout(outcome.id, 1)).toMatchObject([{ type: 'payment.failed', reason: declineCode }]);
  });

  test('under the same key is the same charge, declined ones included', async () => {
    const own = { customerRef: 'cus_same', idempotencyKey: 'same-key' };
    expect(await charge('pm_card_visa', own)).toEqual(await charge('pm_card_visa', own));
    expect(await intentsOf('cus_same')).toBe(1);
    const declined = { customerRef: 'cus_declined', idempotencyKey: 'declined-key' };
    expect(await charge('pm_card_chargeDeclined', declined)).toEqual(await charge('pm_card_chargeDeclined', declined));
    expect(await intentsOf('cus_declined')).toBe(1);
  });

  test('whose answer is lost after the money was taken takes it once', async () => {
    await fault({ kind: 'lostAnswer', match: intents });
    expect(await charge('pm_card_visa', { customerRef: 'cus_lost' })).toMatchObject({ state: 'succeeded' });
    expect(await intentsOf('cus_lost')).toBe(1);
  });

  test('whose every answer is lost is doubtful, and the same key tells later', async () => {
    await fault({ kind: 'lostAnswer', times: 5, match: intents });
    const own = { customerRef: 'cus_doubt', idempotencyKey: 'doubt-key' };
    expect(await refusalOf(GatewayError, charge('pm_card_visa', own))).toMatchObject({ kind: 'doubtful' });
    await control('DELETE', '/faults');
    expect(await charge('pm_card_visa', own)).toMatchObject({ state: 'succeeded' });
    expect(await intentsOf('cus_doubt')).toBe(1);
  });

  test('under a key that was used for something else is refused', async () => {
    await charge('pm_card_visa', { idempotencyKey: 'used-key' });
    const other = charge('pm_card_visa', { idempotencyKey: 'used-key', amount: money(1_000n, 'PLN') });
    expect(await refusalOf(GatewayError, other)).toMatchObject({ kind: 'refused', code: 'StripeIdempotencyError' });
  });

  test('that the gateway fails at is doubtful, that it throttles is not', async () => {
    await fault({ kind: 'status', status: 500, times: 5, match: intents });
    expect(await refusalOf(GatewayError, charge('pm_card_visa'))).toMatchObject({ kind: 'doubtful', httpStatus: 500 });
    await control('DELETE', '/faults');
    await fault({ kind: 'throttle', times: 5, match: intents });
    expect(await refusalOf(GatewayError, charge('pm_card_visa'))).toMatchObject({ kind: 'throttled', httpStatus: 429 });
  });

  test('of less than the gateway takes is refused', async () => {
    expect(await refusalOf(GatewayError, charge('pm_card_visa', { amount: money(1n, 'PLN') }))).toMatchObject({
      kind: 'refused',
      code: 'amount_too_small',
    });
  });

  test('with a wrong key is a matter of our own sign-in', async () => {
    const stranger = gatewayAt(simulator.url, { secretKey: 'sk_test_wrong' });
    expect(await refusalOf(GatewayError, stranger.readPaymentMethod('pm_card_visa'))).toMatchObject({
      kind: 'unauthorized',
    });
    stranger.close();
  });

  test('where nobody listens is unavailable: nothing was sent', async () => {
    const nowhere = gatewayAt('http://127.0.0.1:1', { maxRetries: 0 });
    const attempt = nowhere.createCheckout({
      customerRef: 'c',
      amount,
      description: 'd',
      metadata: {},
      idempotencyKey: 'nowhere',
    });
    expect(await refusalOf(GatewayError, attempt)).toMatchObject({ kind: 'unavailable' });
    nowhere.close();
  });
});

const prepayment = (customerRef: string) =>
  gateway.createCheckout({
    customerRef,
    amount,
    description: 'Prepayment',
    metadata: { prepayment: 'pre_1' },
    idempotencyKey: `checkout-${customerRef}`,
  });

describe('a checkout', () => {
  test('is a page, and the same request is the same page', async () => {
    const checkout = await prepayment('cus_page');
    expect(checkout).toMatchObject({ url: expect.stringMatching(/^http/), expiresAt: expect.any(Number) });
    expect(checkout.expiresAt).toBeGreaterThan(Date.now());
    expect(await prepayment('cus_page')).toEqual(checkout);
  });

  test('that is paid is announced as checkout and as payment, both about one payment', async () => {
    const { id } = await prepayment('cus_paid');
    await control('POST', `/checkout-sessions/${id}/pay`, {});
    const [byCheckout] = await eventsAbout(id, 1);
    expect(byCheckout).toMatchObject({
      type: 'payment.settled',
      checkoutId: id,
      amount,
      metadata: { prepayment: 'pre_1' },
    });
    const events = await eventsAbout(byCheckout?.paymentId ?? '', 2);
    expect(events.map(({ type }) => type)).toEqual(['payment.settled', 'payment.settled']);
    expect(new Set(events.map(({ paymentId }) => paymentId)).size).toBe(1);
    expect(events.every(({ metadata }) => metadata['prepayment'] === 'pre_1')).toBe(true);
  });

  test('paid by a slow bank is settled only when the money has arrived', async () => {
    const { id } = await prepayment('cus_slow');
    await control('POST', `/checkout-sessions/${id}/pay`, { delayed: true });
    const sofar = (): readonly string[] =>
      inbox.received
        .map((webhook) => gateway.verifyWebhook(webhook.body, signatureOf(webhook)))
        .filter(({ checkoutId }) => checkoutId === id)
        .map(({ type }) => type);
    await expect.poll(sofar, { timeout: 5_000 }).toEqual(['other']);
    await control('POST', `/checkout-sessions/${id}/settle`, {});
    expect(await eventsAbout(id, 1)).toMatchObject([{ type: 'payment.settled', amount }]);
  });
});

test('a chargeback is announced with its payment, and its end with who won', async () => {
  const { id } = await charge('pm_card_createDispute');
  const [, opened] = await eventsAbout(id, 2);
  expect(opened).toMatchObject({ type: 'payment.disputed', amount, reason: 'fraudulent', outcome: null });
  await control('POST', `/disputes/${opened?.disputeId}/close`, { outcome: 'lost' });
  const events = await eventsAbout(id, 3);
  expect(events[2]).toMatchObject({ type: 'dispute.closed', disputeId: opened?.disputeId, outcome: 'lost' });
});

describe('a webhook', () => {
  test('that comes twice is the same event twice, with a signature of its own each time', async () => {
    await fault({ kind: 'webhookDuplicate', match: { eventType: 'payment_intent.succeeded' } });
    const { id } = await charge('pm_card_visa');
    const [first, second] = await eventsAbout(id, 2);
    expect(second).toEqual(first);
  });

  test('is refused when a byte, the secret or the time is another', async () => {
    const { id } = await charge('pm_card_visa');
    await eventsAbout(id, 1);
    const webhook = inbox.received.find(({ body }) => body.includes(id) && body.includes('payment_intent.succeeded'));
    if (webhook === undefined) throw new Error('no webhook');
    const signature = signatureOf(webhook);
    const bad: unknown = expect.objectContaining({ name: 'GatewayError', kind: 'badSignature' });

    const tampered = Buffer.from(webhook.body.toString('utf8').replaceAll('124000', '124'));
    expect(() => gateway.verifyWebhook(tampered, signature)).toThrow(bad);
    expect(() => gateway.verifyWebhook(webhook.body, '')).toThrow(bad);
    expect(() => gateway.verifyWebhook(webhook.body, 'nonsense')).toThrow(bad);
    const stranger = gatewayAt(simulator.url, { webhookSecret: 'whsec_other' });
    expect(() => stranger.verifyWebhook(webhook.body, signature)).toThrow(bad);
    const later = gatewayAt(simulator.url, { runtime: { ...systemRuntime, now: () => Date.now() + 301_000 } });
    expect(() => later.verifyWebhook(webhook.body, signature)).toThrow(bad);
    expect(gateway.verifyWebhook(webhook.body, signature).paymentId).toBe(id);
  });
});
