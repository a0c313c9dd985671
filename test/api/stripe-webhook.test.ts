import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { money } from '../../domain/money.ts';
import { eventually } from '../simulators/support/levers.ts';
import { type Answered, gatewayAt, sharedApi, startApi, type TestApi } from './support/api.ts';
import { aCustomer } from './support/customers.ts';
import { sharedApiWithGateway } from './support/gateway.ts';
import { decidingAtOnce } from './support/living.ts';
import { anInvoice, got, pln, posted, refusal } from './support/money.ts';
import { stripeSends } from './support/webhooks.ts';

/** A gateway that is not there for anything else: whatever it is asked about was paid with a good card. */
const paidWithGoodCards = () => ({
  ...gatewayAt(),
  readPaidWith: async () => ({
    id: 'pm_good',
    kind: 'card' as const,
    funding: 'credit' as const,
    fingerprint: null,
    country: 'PL',
    expiresOn: null,
  }),
});

const seconds = (at = Date.now()) => Math.floor(at / 1000);
const anId = (prefix: string) => `${prefix}_${randomUUID().replaceAll('-', '')}`;
const envelope = (type: string, object: object, more: object = {}) => ({
  id: anId('evt'),
  type,
  created: seconds(),
  data: { object },
  ...more,
});
const intent = (more: object = {}) => ({ id: anId('pi'), amount: 12_300, currency: 'pln', metadata: {}, ...more });
const succeeded = (object: object, more: object = {}) => envelope('payment_intent.succeeded', object, more);
const disputed = (paymentIntent: string, more: object = {}) =>
  envelope('charge.dispute.created', {
    id: anId('du'),
    payment_intent: paymentIntent,
    amount: 12_300,
    currency: 'pln',
    reason: 'fraudulent',
    status: 'needs_response',
    metadata: {},
    ...more,
  });

const paymentKnownAs = async (api: TestApi, externalId: string): Promise<Answered['body'] | undefined> =>
  (await got(api, `/v1/payments?externalId=${externalId}`))['items'][0];

describe('the gateway, over its whole protocol,', () => {
  const shared = sharedApiWithGateway({ lifecycle: decidingAtOnce() });
  let api: TestApi;
  beforeAll(() => {
    ({ api } = shared());
  });

  /** Pays the page of a new prepayment; answers the prepayment and the payment at the gateway. */
  async function payOnPage(customer: string): Promise<{ id: string; paymentIntent: string }> {
    const { id, checkoutUrl } = await posted(api, `/v1/customers/${customer}/prepayments`, { amount: pln('400.00') });
    const session = String(checkoutUrl).split('/').at(-1);
    const { payment_intent: paymentIntent } = await shared().pull<{ payment_intent: string }>(
      'POST',
      `checkout-sessions/${session}/pay`,
      {},
    );
    return { id, paymentIntent };
  }

  it('settles the prepayment once, though session and intent both announce it', async () => {
    const customer = await aCustomer(api);
    const { id, paymentIntent } = await payOnPage(customer);
    await eventually(async () => ((await got(api, `/v1/prepayments/${id}`))['state'] === 'settled' ? true : undefined));
    const deliveries = await eventually(async () => {
      const { items } = await shared().pull<{ items: { type: string; state: string; eventId: string }[] }>(
        'GET',
        'deliveries',
      );
      return items.every((one) => one.state === 'delivered') ? items : undefined;
    });
    expect(deliveries.map((one) => one.type)).toEqual(
      expect.arrayContaining(['checkout.session.completed', 'payment_intent.succeeded']),
    );
    // The same events once more, as gateways do.
    for (const { eventId } of deliveries) await shared().pull('POST', `events/${eventId}/deliver`, { copies: 2 });
    await eventually(async () => {
      const { items } = await shared().pull<{ items: { state: string }[] }>('GET', 'deliveries');
      return items.length >= 3 * deliveries.length && items.every((one) => one.state === 'delivered')
        ? true
        : undefined;
    });
    const payments = (await got(api, `/v1/payments?customer=${customer}`))['items'];
    expect(payments).toMatchObject([
      { externalId: paymentIntent, amount: pln('400.00'), prepaid: pln('400.00'), method: 'card' },
    ]);
    const { balance } = await got(api, `/v1/customers/${customer}`);
    expect(balance).toMatchObject({ prepaid: pln('400.00'), unapplied: pln('0.00') });
  });

  it('pays invoices with what a card on file was charged', async () => {
    const customer = await aCustomer(api, { onboarding: 'existing' });
    const invoice = await anInvoice(api, customer, '123.00');
    const gateway = gatewayAt(shared().gatewayUrl);
    const { id } = await gateway.charge({
      paymentMethod: await shared().card('credit'),
      amount: money(12_300n, 'PLN'),
      customerRef: customer,
      metadata: { customer },
      idempotencyKey: randomUUID(),
    });
    gateway.close();
    const payment = await eventually(async () => await paymentKnownAs(api, id));
    expect(payment).toMatchObject({ customer, state: 'posted', prepaid: pln('0.00') });
    expect((await got(api, `/v1/invoices/${invoice}`))['state']).toBe('paid');
  });

  it('takes a settled prepayment back by a chargeback, and brings it again when the dispute is won', async () => {
    const customer = await aCustomer(api);
    const { id, paymentIntent } = await payOnPage(customer);
    const settled = (state: string) =>
      eventually(async () => ((await got(api, `/v1/prepayments/${id}`))['state'] === state ? true : undefined));
    await settled('settled');
    const dispute = await shared().pull<{ id: string }>('POST', `payment-intents/${paymentIntent}/dispute`, {
      reason: 'fraudulent',
    });
    await settled('requested');
    expect((await paymentKnownAs(api, paymentIntent))?.['state']).toBe('reversed');
    const evidence = await api.db
      .selectFrom('audit_event')
      .select('body')
      .where('chain', '=', customer)
      .where('kind', '=', 'payment.disputed')
      .execute();
    expect(evidence).toMatchObject([{ body: { dispute: dispute.id, reason: 'fraudulent' } }]);
    await shared().pull('POST', `disputes/${dispute.id}/close`, { outcome: 'won' });
    await settled('settled');
    expect(await paymentKnownAs(api, dispute.id)).toMatchObject({
      customer,
      amount: pln('400.00'),
      prepaid: pln('400.00'),
    });
  });
});

describe('an event of the gateway', () => {
  const theApi = sharedApi({ lifecycle: decidingAtOnce(), gateway: paidWithGoodCards() });
  let api: TestApi;
  beforeAll(() => {
    api = theApi();
  });
  const send = async (event: object) => {
    const answer = await stripeSends(api, event);
    return answer.status === 200 ? answer.body['state'] : refusal(answer);
  };
  const refusedWebhooks = async () =>
    (
      await api.db
        .selectFrom('audit_event')
        .select('body')
        .where('chain', '=', 'system')
        .where('kind', '=', 'webhook.refused')
        .execute()
    ).map((row) => row.body);

  it('with a bad signature is 401, leaves a row in the audit, and moves nothing', async () => {
    const object = intent();
    const before = (await refusedWebhooks()).length;
    const event = succeeded(object);
    expect(refusal(await stripeSends(api, event, { secret: 'whsec_other' }))).toBe('401 unauthenticated');
    expect(refusal(await stripeSends(api, event, { at: Date.now() - 3_600_000 }))).toBe('401 unauthenticated');
    expect(
      refusal(await stripeSends(api, event, { forged: JSON.stringify(succeeded({ ...object, amount: 99_999 })) })),
    ).toBe('401 unauthenticated');
    expect(refusal(await api.ask('POST', '/webhooks/stripe', { as: null, text: JSON.stringify(event) }))).toBe(
      '401 unauthenticated',
    );
    expect(refusal(await api.ask('POST', '/webhooks/stripe', { text: JSON.stringify(event) }))).toBe(
      '401 unauthenticated',
    );
    const rows = await refusedWebhooks();
    expect(rows.slice(before)).toHaveLength(5);
    expect(rows.at(-1)).toMatchObject({ sender: 'stripe', code: 'unauthenticated' });
    expect(await paymentKnownAs(api, object.id)).toBeUndefined();
  });

  it('that is signed and cannot be read is 400, and of another media type 415', async () => {
    expect(
      refusal(
        await stripeSends(api, { id: 'evt_1', type: 'payment_intent.succeeded', created: 1, data: { object: {} } }),
      ),
    ).toBe('400 malformed');
    expect((await refusedWebhooks()).at(-1)).toMatchObject({ sender: 'stripe', code: 'malformed' });
    const answer = await api.ask('POST', '/webhooks/stripe', {
      as: null,
      text: 'x',
      headers: { 'content-type': 'text/plain' },
    });
    expect(answer.status).toBe(415);
  });

  it('counts once, by its id and by its payment, also when all come at once', async () => {
    const customer = await aCustomer(api);
    const object = intent({ metadata: { customer } });
    const event = succeeded(object);
    const session = {
      id: anId('cs'),
      payment_intent: object.id,
      payment_status: 'paid',
      amount_total: 12_300,
      currency: 'pln',
      metadata: { customer },
    };
    const states = await Promise.all(
      [event, event, succeeded(object), envelope('checkout.session.completed', session)].map(send),
    );
    expect(Object.groupBy(states, (state) => state)).toEqual({
      applied: ['applied'],
      known: ['known', 'known', 'known'],
    });
    expect(await send(event)).toBe('known');
    expect((await got(api, `/v1/payments?customer=${customer}`))['items']).toHaveLength(1);
  });

  it('that is none of ours is ignored', async () => {
    expect(await send(envelope('customer.created', { id: 'cus_1' }))).toBe('ignored');
    expect(
      await send(
        envelope('checkout.session.completed', {
          id: anId('cs'),
          payment_intent: null,
          payment_status: 'unpaid',
          metadata: {},
        }),
      ),
    ).toBe('ignored');
  });

  it('about money that cannot be posted to its customer puts it into the queue', async () => {
    const customer = await aCustomer(api);
    const [nobody, euro] = [intent({ amount: 777 }), intent({ currency: 'eur', metadata: { customer } })];
    expect([await send(succeeded(nobody)), await send(succeeded(euro))]).toEqual(['applied', 'applied']);
    const { items } = await got(api, '/v1/unmatched-payments');
    const queued = (externalId: string) => items.find((one: { externalId: string }) => one.externalId === externalId);
    expect(queued(nobody.id)).toMatchObject({ amount: pln('7.77'), suspects: [] });
    expect(queued(euro.id)).toMatchObject({ amount: { amount: '123.00', currency: 'EUR' }, suspects: [{ customer }] });
    expect(await send(disputed(nobody.id, { amount: 777 }))).toBe('applied');
    expect((await paymentKnownAs(api, nobody.id))?.['state']).toBe('returned');
  });

  it('that comes late counts from the day on which the money arrived', async () => {
    const customer = await aCustomer(api);
    const object = intent({ metadata: { customer } });
    const fiveDaysAgo = Date.now() - 5 * 86_400_000;
    await send(succeeded(object, { created: seconds(fiveDaysAgo) }));
    const warsaw = new Intl.DateTimeFormat('en-CA', { timeZone: 'Europe/Warsaw' }).format(fiveDaysAgo);
    expect((await paymentKnownAs(api, object.id))?.['receivedOn']).toBe(warsaw);
  });

  it('about a dispute that overtook its payment is taken when it comes again', async () => {
    const customer = await aCustomer(api);
    const object = intent({ metadata: { customer } });
    const dispute = disputed(object.id);
    expect(await send(dispute)).toBe('503 unavailable');
    expect(await send(succeeded(object))).toBe('applied');
    expect([await send(dispute), await send(dispute), await send(disputed(object.id))]).toEqual([
      'applied',
      'known',
      'known',
    ]);
    expect((await paymentKnownAs(api, object.id))?.['state']).toBe('reversed');
    expect(await send(disputed(anId('pi')))).toBe('503 unavailable');
    expect(await send({ ...disputed(anId('pi')), created: seconds(Date.now() - 2 * 86_400_000) })).toBe('ignored');
  });

  it('about a dispute of a part opens a task and no debt', async () => {
    const customer = await aCustomer(api, { onboarding: 'existing' });
    const invoice = await anInvoice(api, customer, '123.00');
    const object = intent({ metadata: { customer } });
    await send(succeeded(object));
    const dispute = disputed(object.id, { amount: 2_300 });
    expect([await send(dispute), await send(dispute)]).toEqual(['applied', 'known']);
    expect((await got(api, `/v1/invoices/${invoice}`))['state']).toBe('paid');
    const tasks = await api.db.selectFrom('task').select('what').where('customer_id', '=', customer).execute();
    expect(tasks).toEqual([{ what: 'partialChargeback' }]);
  });

  it('about a lost dispute, or one that took nothing, changes nothing', async () => {
    const customer = await aCustomer(api);
    const object = intent({ metadata: { customer } });
    await send(succeeded(object));
    const closed = (status: string) =>
      envelope('charge.dispute.closed', {
        id: anId('du'),
        payment_intent: object.id,
        amount: 12_300,
        currency: 'pln',
        reason: 'fraudulent',
        status,
        metadata: {},
      });
    expect([await send(closed('lost')), await send(closed('won'))]).toEqual(['ignored', 'ignored']);
    expect((await paymentKnownAs(api, object.id))?.['state']).toBe('posted');
  });

  it('about a payment that did not come off stands in the audit once, and moves no money', async () => {
    const customer = await aCustomer(api);
    const object = intent({
      metadata: { customer },
      last_payment_error: { code: 'card_declined', decline_code: 'insufficient_funds' },
    });
    const event = envelope('payment_intent.payment_failed', object);
    expect([await send(event), await send(event)]).toEqual(['applied', 'known']);
    const rows = await api.db
      .selectFrom('audit_event')
      .select('body')
      .where('chain', '=', customer)
      .where('kind', '=', 'payment.failed')
      .execute();
    expect(rows).toMatchObject([{ body: { payment: object.id, reason: 'insufficient_funds' } }]);
    expect((await got(api, `/v1/payments?customer=${customer}`))['items']).toEqual([]);
  });

  it('about late money of a refused customer is posted, and settles nothing', async () => {
    const customer = await aCustomer(api);
    await posted(
      api,
      `/v1/customers/${customer}/onboarding/verification`,
      { outcome: 'failed', checkedBy: 'Jan' },
      { as: 'operator' },
    );
    const object = intent({ metadata: { customer, prepayment: 'prp_00000000000000000000000000' } });
    expect(await send(succeeded(object))).toBe('applied');
    expect(await paymentKnownAs(api, object.id)).toMatchObject({
      customer,
      unapplied: pln('123.00'),
      prepaid: pln('0.00'),
    });
  });
});

describe('a prepayment that is paid before the life has decided about it', () => {
  const shared = sharedApiWithGateway();
  it('is settled once the life has: until then the gateway is asked to come again', async () => {
    const { api, pull } = shared();
    const customer = await aCustomer(api);
    const { id, checkoutUrl } = await posted(api, `/v1/customers/${customer}/prepayments`, { amount: pln('123.00') });
    const session = String(checkoutUrl).split('/').at(-1);
    const { payment_intent: paid } = await pull<{ payment_intent: string }>(
      'POST',
      `checkout-sessions/${session}/pay`,
      {},
    );
    const event = succeeded(intent({ id: paid, metadata: { customer, prepayment: id } }));
    expect(refusal(await stripeSends(api, event))).toBe('503 unavailable');
    await decidingAtOnce()(api.db).changed(customer, { factVersion: 2, because: 'prepayment' }, 'op');
    expect(['applied', 'known']).toContain((await stripeSends(api, event)).body['state']);
    expect((await got(api, `/v1/prepayments/${id}`))['state']).toBe('settled');
  });
});

describe('an address that guesses signatures', () => {
  it('is slowed down, and cannot fill the audit', async () => {
    const api = await startApi({ limits: { strangersPerMinute: 3 } });
    const answers = [];
    for (let guess = 0; guess < 6; guess += 1)
      answers.push((await stripeSends(api, succeeded(intent()), { secret: `guess-${guess}` })).status);
    expect(answers).toEqual([401, 401, 401, 429, 429, 429]);
    const rows = await api.db.selectFrom('audit_event').select('seq').where('kind', '=', 'webhook.refused').execute();
    expect(rows).toHaveLength(3);
    expect((await stripeSends(api, envelope('customer.created', {}))).status).toBe(200);
  });
});
