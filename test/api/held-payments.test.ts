import { beforeAll, describe, expect, it } from 'vitest';
import { eventually } from '../simulators/support/levers.ts';
import type { TestApi } from './support/api.ts';
import { aCustomer } from './support/customers.ts';
import { sharedApiWithGateway } from './support/gateway.ts';
import { decidingAtOnce } from './support/living.ts';
import { anInvoice, got, pln, posted } from './support/money.ts';

const shared = sharedApiWithGateway({ lifecycle: decidingAtOnce() });
let api: TestApi;
beforeAll(() => {
  ({ api } = shared());
});

/** A card of its own number: who pays with the same is another test's matter. */
let cards = 0;
const aCard = async (funding: 'credit' | 'prepaid' | 'unknown', number?: string): Promise<string> => {
  cards += 1;
  const given = number ?? `40000000${String(cards).padStart(8, '0')}`;
  return (await shared().pull<{ id: string }>('POST', 'payment-methods', { funding, number: given })).id;
};

/** Pays the page of a new prepayment with this card; answers the prepayment and the payment at the gateway. */
async function payOnPage(customer: string, paymentMethod: string): Promise<{ id: string; intent: string }> {
  const { id, checkoutUrl } = await posted(api, `/v1/customers/${customer}/prepayments`, { amount: pln('400.00') });
  const session = String(checkoutUrl).split('/').at(-1);
  const { payment_intent: intent } = await shared().pull<{ payment_intent: string }>(
    'POST',
    `checkout-sessions/${session}/pay`,
    { paymentMethod },
  );
  return { id, intent };
}

const paymentKnownAs = (externalId: string) =>
  eventually(async () => (await got(api, `/v1/payments?externalId=${externalId}`))['items'][0]);
const tasksOf = async (customer: string): Promise<string[]> =>
  (await got(api, `/v1/tasks?customer=${customer}`))['items'].map((task: { what: string }) => task.what);
const stateOf = async (prepayment: string) => (await got(api, `/v1/prepayments/${prepayment}`))['state'];

describe('a card that is used on the payment page', () => {
  it('and is prepaid settles nothing: the money waits for a person, and the card is refused', async () => {
    const customer = await aCustomer(api, { onboarding: 'existing' });
    const invoice = await anInvoice(api, customer, '400.00');
    const { id, intent } = await payOnPage(customer, await aCard('prepaid'));
    const payment = await paymentKnownAs(intent);
    expect(payment).toMatchObject({ state: 'unmatched', customer: null, amount: pln('400.00') });
    const queued = (await got(api, `/v1/unmatched-payments?customer=${customer}`))['items'];
    expect(queued).toMatchObject([{ id: payment.id, suspects: [{ customer, because: 'riskyInstrument' }] }]);
    expect(await stateOf(id)).toBe('requested');
    expect((await got(api, `/v1/invoices/${invoice}`))['state']).toBe('open');
    expect((await got(api, `/v1/customers/${customer}/payment-instruments`))['items']).toMatchObject([
      { funding: 'prepaid', state: 'refused' },
    ]);
    expect(await tasksOf(customer)).toEqual(['heldPayment']);
    expect((await got(api, `/v1/customers/${customer}/kyc`))['risk'].reasons).toContain('highRiskInstrument');
    const back = await api.ask('POST', `/v1/payments/${payment.id}/reversal`, {
      body: { kind: 'return', reason: 'given back at the gateway' },
      key: `back-${payment.id}`,
    });
    expect([back.status, back.body['state']]).toEqual([200, 'returned']);
    expect(await stateOf(id)).toBe('requested');
  });

  it('and of unknown funding waits as well, and settles the prepayment once a person has matched it', async () => {
    const customer = await aCustomer(api);
    const { id, intent } = await payOnPage(customer, await aCard('unknown'));
    const payment = await paymentKnownAs(intent);
    expect([payment.state, await stateOf(id), await tasksOf(customer)]).toEqual([
      'unmatched',
      'requested',
      ['heldPayment'],
    ]);
    await posted(api, `/v1/unmatched-payments/${payment.id}/match`, { customer });
    expect([await stateOf(id), (await paymentKnownAs(intent)).prepaid]).toEqual(['settled', pln('400.00')]);
  });

  it('and is good settles the prepayment; used by two customers, it asks a person about the second', async () => {
    const [one, two] = [await aCustomer(api), await aCustomer(api)];
    const number = '4000000099990001';
    const first = await payOnPage(one, await aCard('credit', number));
    await eventually(async () => ((await stateOf(first.id)) === 'settled' ? true : undefined));
    const second = await payOnPage(two, await aCard('credit', number));
    await eventually(async () => ((await stateOf(second.id)) === 'settled' ? true : undefined));
    expect([await tasksOf(one), await tasksOf(two)]).toEqual([[], ['sharedTrait']]);
    const audited = await api.db
      .selectFrom('audit_event')
      .select('body')
      .where('chain', '=', two)
      .where('kind', '=', 'trait.shared')
      .execute();
    expect(audited).toEqual([{ body: { trait: 'card', customers: [one], count: 1 } }]);
  });

  it('is asked about again while the gateway does not answer, and nothing is taken before', async () => {
    const customer = await aCustomer(api);
    await shared().pull('POST', 'faults', {
      kind: 'status',
      status: 503,
      times: 2,
      match: { method: 'GET', pathPattern: '/v1/payment_intents/' },
    });
    const { id, intent } = await payOnPage(customer, await aCard('credit'));
    await eventually(async () => ((await stateOf(id)) === 'settled' ? true : undefined));
    expect(await paymentKnownAs(intent)).toMatchObject({ state: 'posted', prepaid: pln('400.00') });
  });
});
