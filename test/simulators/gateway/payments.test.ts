import { afterAll, beforeAll, expect, test } from 'vitest';
import { gateway, stripeError } from '../support/stripe.ts';

let shop: Awaited<ReturnType<typeof gateway>>;
beforeAll(async () => {
  shop = await gateway();
});
afterAll(() => shop.stop());

const charge = { amount: 12_000, currency: 'pln', off_session: true, confirm: true } as const;

test.each([
  ['pm_card_visa', 'visa', 'credit'],
  ['pm_card_visa_debit', 'visa', 'debit'],
  ['pm_card_visa_prepaid', 'visa', 'prepaid'],
  ['pm_card_mastercard', 'mastercard', 'credit'],
  ['pm_card_mastercard_prepaid', 'mastercard', 'prepaid'],
  ['pm_card_unknown', 'visa', 'unknown'],
])('%s is a %s card with %s funding', async (id, brand, funding) => {
  const { card } = await shop.stripe.paymentMethods.retrieve(id);
  expect([card?.brand, card?.funding]).toEqual([brand, funding]);
});

test('a card is made from a token, attached to one customer, listed there and detached', async () => {
  const customer = await shop.stripe.customers.create({ name: 'Contoso', metadata: { customer: 'cus_1' } });
  const made = await shop.stripe.paymentMethods.create({ type: 'card', card: { token: 'tok_mastercard_prepaid' } });
  expect(made.card?.funding).toBe('prepaid');
  expect((await shop.stripe.paymentMethods.attach(made.id, { customer: customer.id })).customer).toBe(customer.id);
  const other = await shop.stripe.customers.create({});
  expect((await stripeError(shop.stripe.paymentMethods.attach(made.id, { customer: other.id }))).code).toBe(
    'payment_method_unexpected_state',
  );
  expect((await shop.stripe.customers.listPaymentMethods(customer.id)).data.map((one) => one.id)).toEqual([made.id]);
  expect((await shop.stripe.paymentMethods.detach(made.id)).customer).toBeNull();
  expect((await shop.stripe.paymentMethods.list({ customer: customer.id })).data).toEqual([]);
});

test('a test token becomes a payment method of its own when it is attached', async () => {
  const customer = await shop.stripe.customers.create({});
  const attached = await shop.stripe.paymentMethods.attach('pm_card_visa', { customer: customer.id });
  expect(attached.id).not.toBe('pm_card_visa');
  expect((await shop.stripe.paymentMethods.retrieve('pm_card_visa')).customer).toBeNull();
});

test('an off-session charge succeeds at once and can be read back with its charge', async () => {
  const customer = await shop.stripe.customers.create({});
  const card = await shop.stripe.paymentMethods.attach('pm_card_visa', { customer: customer.id });
  const intent = await shop.stripe.paymentIntents.create({
    ...charge,
    customer: customer.id,
    payment_method: card.id,
    metadata: { invoice: 'inv_1' },
  });
  expect(intent).toMatchObject({ status: 'succeeded', amount_received: 12_000, metadata: { invoice: 'inv_1' } });
  const read = await shop.stripe.paymentIntents.retrieve(intent.id, {
    expand: ['latest_charge', 'customer', 'payment_method'],
  });
  expect(read.latest_charge).toMatchObject({
    status: 'succeeded',
    paid: true,
    payment_method_details: { card: { funding: 'credit' } },
  });
  expect(read.customer).toMatchObject({ object: 'customer' });
  expect(read.payment_method).toMatchObject({ object: 'payment_method' });
});

test.each([
  ['pm_card_chargeDeclined', 'card_declined', 'generic_decline'],
  ['pm_card_visa_chargeDeclinedInsufficientFunds', 'card_declined', 'insufficient_funds'],
  ['pm_card_chargeDeclinedExpiredCard', 'expired_card', 'expired_card'],
  ['pm_card_authenticationRequired', 'authentication_required', 'authentication_required'],
])('%s is declined with 402 %s / %s and leaves a failed charge', async (payment_method, code, declineCode) => {
  const error = await stripeError(shop.stripe.paymentIntents.create({ ...charge, payment_method }));
  expect(error).toMatchObject({ statusCode: 402, type: 'StripeCardError', code, decline_code: declineCode });
  const intent = await shop.stripe.paymentIntents.retrieve(error.payment_intent?.id ?? '', {
    expand: ['latest_charge'],
  });
  expect(intent).toMatchObject({ status: 'requires_payment_method', last_payment_error: { code } });
  expect(intent.latest_charge).toMatchObject({ status: 'failed', paid: false });
  const paid = await shop.stripe.paymentIntents.confirm(intent.id, {
    payment_method: 'pm_card_visa',
    off_session: true,
  });
  expect(paid.status).toBe('succeeded');
});

test('an intent goes by hand from creation to confirmation, and cannot be confirmed or cancelled after success', async () => {
  const made = await shop.stripe.paymentIntents.create({
    amount: 500,
    currency: 'pln',
    allowed_payment_method_types: ['card'],
  });
  expect(made.status).toBe('requires_payment_method');
  expect((await stripeError(shop.stripe.paymentIntents.confirm(made.id))).code).toBe('payment_intent_unexpected_state');
  const ready = await shop.stripe.paymentIntents.update(made.id, {
    payment_method: 'pm_card_visa',
    amount: 700,
    metadata: { a: 'b' },
  });
  expect(ready.status).toBe('requires_confirmation');
  const done = await shop.stripe.paymentIntents.confirm(made.id);
  expect(done).toMatchObject({ status: 'succeeded', amount_received: 700 });
  expect((await stripeError(shop.stripe.paymentIntents.confirm(made.id))).code).toBe('payment_intent_unexpected_state');
  expect((await stripeError(shop.stripe.paymentIntents.cancel(made.id))).code).toBe('payment_intent_unexpected_state');
  const other = await shop.stripe.paymentIntents.create({ amount: 500, currency: 'pln' });
  expect((await shop.stripe.paymentIntents.cancel(other.id, { cancellation_reason: 'abandoned' })).status).toBe(
    'canceled',
  );
});

test('on session, a card that wants authentication asks for it, and a return address is needed where redirects may come', async () => {
  const onSession = {
    amount: 500,
    currency: 'pln',
    confirm: true,
    payment_method: 'pm_card_authenticationRequired',
  } as const;
  expect((await stripeError(shop.stripe.paymentIntents.create(onSession))).param).toBe('return_url');
  const asking = await shop.stripe.paymentIntents.create({ ...onSession, return_url: 'https://shop.example/' });
  expect([asking.status, asking.next_action?.type]).toEqual(['requires_action', 'use_stripe_sdk']);
});

test('a card of another customer cannot be charged', async () => {
  const [owner, stranger] = await Promise.all([shop.stripe.customers.create({}), shop.stripe.customers.create({})]);
  const card = await shop.stripe.paymentMethods.attach('pm_card_visa', { customer: owner.id });
  const error = await stripeError(
    shop.stripe.paymentIntents.create({ ...charge, customer: stranger.id, payment_method: card.id }),
  );
  expect(error).toMatchObject({ statusCode: 400, param: 'payment_method' });
});

test('a refund gives back part, then the rest, and never more', async () => {
  const intent = await shop.stripe.paymentIntents.create({ ...charge, payment_method: 'pm_card_visa' });
  const part = await shop.stripe.refunds.create({ payment_intent: intent.id, amount: 2_000 });
  expect(part).toMatchObject({ status: 'succeeded', amount: 2_000, payment_intent: intent.id });
  expect((await stripeError(shop.stripe.refunds.create({ payment_intent: intent.id, amount: 10_001 }))).param).toBe(
    'amount',
  );
  expect((await shop.stripe.refunds.create({ payment_intent: intent.id })).amount).toBe(10_000);
  expect((await stripeError(shop.stripe.refunds.create({ payment_intent: intent.id }))).code).toBe(
    'charge_already_refunded',
  );
  const { latest_charge: charged } = await shop.stripe.paymentIntents.retrieve(intent.id, {
    expand: ['latest_charge'],
  });
  expect(charged).toMatchObject({ refunded: true, amount_refunded: 12_000 });
  expect((await shop.stripe.refunds.list({ payment_intent: intent.id })).data).toHaveLength(2);
});

test('a chargeback opens a dispute that is lost or won', async () => {
  const intent = await shop.stripe.paymentIntents.create({ ...charge, payment_method: 'pm_card_visa' });
  const { id } = await shop.pull<{ id: string }>('POST', `payment-intents/${intent.id}/dispute`, {
    reason: 'product_not_received',
  });
  const dispute = await shop.stripe.disputes.retrieve(id, { expand: ['charge'] });
  expect(dispute).toMatchObject({
    status: 'needs_response',
    reason: 'product_not_received',
    amount: 12_000,
    payment_intent: intent.id,
    charge: { disputed: true },
  });
  expect((await stripeError(shop.stripe.refunds.create({ payment_intent: intent.id }))).code).toBe('charge_disputed');
  await shop.pull('POST', `disputes/${id}/close`, { outcome: 'won' });
  expect((await shop.stripe.disputes.retrieve(id)).status).toBe('won');
  const types = (await shop.stripe.events.list({ limit: 4 })).data.map((event) => event.type);
  expect(types).toEqual([
    'charge.dispute.funds_reinstated',
    'charge.dispute.closed',
    'charge.dispute.funds_withdrawn',
    'charge.dispute.created',
  ]);
});

test('a card that charges back by itself is paid first', async () => {
  const intent = await shop.stripe.paymentIntents.create({ ...charge, payment_method: 'pm_card_createDispute' });
  expect(intent.status).toBe('succeeded');
  expect((await shop.stripe.disputes.list({ payment_intent: intent.id })).data).toMatchObject([
    { reason: 'fraudulent' },
  ]);
});

test('lists come newest first, in pages the SDK can walk', async () => {
  const customer = await shop.stripe.customers.create({});
  const made: string[] = [];
  for (let i = 0; i < 5; i += 1)
    made.unshift(
      (await shop.stripe.paymentIntents.create({ amount: 500 + i, currency: 'pln', customer: customer.id })).id,
    );
  const walked: string[] = [];
  for await (const intent of shop.stripe.paymentIntents.list({ customer: customer.id, limit: 2 }))
    walked.push(intent.id);
  expect(walked).toEqual(made);
  const before = await shop.stripe.paymentIntents.list({ customer: customer.id, ending_before: made[3]!, limit: 2 });
  expect(before.data.map((one) => one.id)).toEqual(made.slice(1, 3));
});

test('a card of any kind can be made by a lever', async () => {
  const { id } = await shop.pull<{ id: string }>('POST', 'payment-methods', {
    funding: 'unknown',
    country: 'DE',
    declineCode: 'do_not_honor',
  });
  expect((await shop.stripe.paymentMethods.retrieve(id)).card).toMatchObject({ funding: 'unknown', country: 'DE' });
  expect((await stripeError(shop.stripe.paymentIntents.create({ ...charge, payment_method: id }))).decline_code).toBe(
    'do_not_honor',
  );
});

test('objects are dated by the business clock of the customer named in their metadata', async () => {
  await shop.pull('POST', 'clock', { customerId: 'cus_past', now: '2013-05-06T07:08:09Z' });
  const gone = Date.parse('2013-05-06T07:08:09Z') / 1000;
  const intent = await shop.stripe.paymentIntents.create({
    ...charge,
    payment_method: 'pm_card_visa',
    metadata: { customer: 'cus_past' },
    expand: ['latest_charge'],
  });
  expect(Math.abs(intent.created - gone)).toBeLessThan(5);
  expect(intent.latest_charge).toMatchObject({ created: intent.created });
  const customer = await shop.stripe.customers.create({ metadata: { tenure: 'cus_past' } });
  const byCustomer = await shop.stripe.paymentIntents.create({ amount: 500, currency: 'pln', customer: customer.id });
  expect(Math.abs(byCustomer.created - gone)).toBeLessThan(5);
  expect(
    Math.abs((await shop.stripe.paymentIntents.create({ amount: 500, currency: 'pln' })).created - Date.now() / 1000),
  ).toBeLessThan(5);
});
