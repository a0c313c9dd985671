import { afterAll, beforeAll, expect, test } from 'vitest';
import { gateway, stripeError } from '../support/stripe.ts';

let shop: Awaited<ReturnType<typeof gateway>>;
beforeAll(async () => {
  shop = await gateway();
});
afterAll(() => shop.stop());

const pay = (id: string, body: object = {}) =>
  shop.pull<{ payment_intent: string }>('POST', `checkout-sessions/${id}/pay`, body);

test('a session asks for its amount at an address of the simulator and is paid there by a person', async () => {
  const session = await shop.checkout({ client_reference_id: 'prp_1', metadata: { customer: 'cus_1' } });
  expect(session).toMatchObject({
    status: 'open',
    payment_status: 'unpaid',
    amount_total: 50_000,
    currency: 'pln',
    payment_intent: null,
  });
  const page = await fetch(session.url ?? '');
  const html = await page.text();
  expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
  expect(html).toContain('PLN');
  expect(html).toContain('500.00');
  expect(html).toContain('Prepayment &lt;1&gt;');
  const declined = await fetch(session.url ?? '', {
    method: 'POST',
    body: new URLSearchParams({ payment_method: 'pm_card_chargeDeclined' }),
  });
  expect([declined.status, (await declined.text()).includes('Your card was declined.')]).toEqual([402, true]);
  expect((await shop.stripe.checkout.sessions.retrieve(session.id)).status).toBe('open');
  const paid = await fetch(session.url ?? '', {
    method: 'POST',
    body: new URLSearchParams({ payment_method: 'pm_card_visa' }),
  });
  expect(await paid.text()).toContain(`https://shop.example/done?session=${session.id}`);
  const done = await shop.stripe.checkout.sessions.retrieve(session.id, { expand: ['payment_intent'] });
  expect(done).toMatchObject({
    status: 'complete',
    payment_status: 'paid',
    url: null,
    payment_intent: { status: 'succeeded', amount: 50_000 },
  });
});

test('what payment_intent_data says stands on the intent, and a card kept for later becomes the customer’s', async () => {
  const customer = await shop.stripe.customers.create({});
  const session = await shop.checkout({
    customer: customer.id,
    payment_intent_data: {
      metadata: { prepayment: 'prp_2' },
      setup_future_usage: 'off_session',
      description: 'Prepayment',
    },
  });
  const { payment_intent: id } = await pay(session.id, { paymentMethod: 'pm_card_mastercard' });
  expect(await shop.stripe.paymentIntents.retrieve(id)).toMatchObject({
    metadata: { prepayment: 'prp_2' },
    description: 'Prepayment',
    customer: customer.id,
  });
  const kept = (await shop.stripe.paymentMethods.list({ customer: customer.id })).data;
  expect(kept).toMatchObject([{ card: { brand: 'mastercard' } }]);
  const again = await shop.stripe.paymentIntents.create({
    amount: 900,
    currency: 'pln',
    customer: customer.id,
    payment_method: kept[0]!.id,
    off_session: true,
    confirm: true,
  });
  expect(again.status).toBe('succeeded');
});

test('money that takes its time leaves the session complete and unpaid until it arrives, or comes back', async () => {
  for (const [outcome, payment, event] of [
    ['succeeded', 'paid', 'checkout.session.async_payment_succeeded'],
    ['failed', 'unpaid', 'checkout.session.async_payment_failed'],
  ] as const) {
    const session = await shop.checkout();
    const { payment_intent: id } = await pay(session.id, { delayed: true });
    expect(await shop.stripe.checkout.sessions.retrieve(session.id)).toMatchObject({
      status: 'complete',
      payment_status: 'unpaid',
    });
    expect((await shop.stripe.paymentIntents.retrieve(id)).status).toBe('processing');
    await shop.pull('POST', `checkout-sessions/${session.id}/settle`, { outcome });
    expect((await shop.stripe.checkout.sessions.retrieve(session.id)).payment_status).toBe(payment);
    expect((await shop.stripe.events.list({ limit: 1 })).data[0]?.type).toBe(event);
  }
});

test('a session is paid once', async () => {
  const session = await shop.checkout();
  await pay(session.id);
  const again = await fetch(`${shop.url}/control/checkout-sessions/${session.id}/pay`, { method: 'POST', body: '{}' });
  expect(again.status).toBe(409);
  expect(
    (await shop.stripe.paymentIntents.list({ limit: 100 })).data.filter(
      (one) => one.amount === 50_000 && one.status === 'succeeded',
    ).length,
  ).toBeGreaterThan(0);
});

test('a session expires by hand, or when the customer’s business clock passes its end', async () => {
  const byHand = await shop.checkout();
  expect((await shop.stripe.checkout.sessions.expire(byHand.id)).status).toBe('expired');
  expect((await stripeError(shop.stripe.checkout.sessions.expire(byHand.id))).statusCode).toBe(400);

  await shop.pull('POST', 'clock', { customerId: 'cus_slow', now: '2014-01-01T00:00:00Z' });
  const session = await shop.checkout({ metadata: { customer: 'cus_slow' } });
  expect(new Date(session.expires_at * 1000).toISOString().slice(0, 10)).toBe('2014-01-02');
  await shop.pull('POST', 'clock', { customerId: 'cus_slow', now: '2014-01-02T00:01:00Z' });
  const gone = await shop.stripe.checkout.sessions.retrieve(session.id);
  expect([gone.status, gone.url]).toEqual(['expired', null]);
  const events = await shop.stripe.events.list({ type: 'checkout.session.expired' });
  expect(events.data.map((event) => JSON.stringify(event)).filter((event) => event.includes(session.id))).toHaveLength(
    1,
  );
});

test.each([
  [{ expires_at: Math.floor(Date.now() / 1000) + 60 }, 'expires_at'],
  [{ success_url: '' }, 'success_url'],
  [{ mode: 'subscription' as const }, 'mode'],
])('a session %j is refused', async (change, param) => {
  expect((await stripeError(shop.checkout(change))).param).toBe(param);
});
