import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { dayAt } from '../../domain/calendar/day.ts';
import { bankReferenceOf } from '../../domain/payer/bank-reference.ts';
import { gatewayAt, startApi, type TestApi } from './support/api.ts';
import { aCustomer } from './support/customers.ts';
import { freshId, record } from './support/debt.ts';
import { sharedApiWithGateway } from './support/gateway.ts';
import { decidingAtOnce } from './support/living.ts';
import { anInvoice, aTransfer, got, pln, post, posted, refusal } from './support/money.ts';

const shared = sharedApiWithGateway({ lifecycle: decidingAtOnce() });
let api: TestApi;
beforeAll(() => {
  ({ api } = shared());
});

const path = (customer: string) => `/v1/customers/${customer}/prepayments`;
const today = dayAt(Date.now(), 'Europe/Warsaw');
const paid = (amount: string, more: object) => aTransfer(api, amount, { receivedOn: today, ...more });
const asOperator = { as: 'operator' } as const;

/** All but the prepayment, which is one month of 400,00 PLN. */
async function readyToPay(): Promise<string> {
  const customer = await aCustomer(api);
  const onboarding = `/v1/customers/${customer}/onboarding`;
  await posted(api, `${onboarding}/agreement`, { signedBy: 'Anna', signedAt: '2026-01-02T10:00:00Z' }, asOperator);
  await posted(api, `${onboarding}/verification`, { outcome: 'passed', checkedBy: 'Jan' }, asOperator);
  await posted(api, `${onboarding}/budget`, { monthly: pln('400.00') }, asOperator);
  await posted(api, `/v1/customers/${customer}/payment-instruments`, {
    gatewayPaymentMethod: await shared().card('credit'),
  });
  return customer;
}

const phaseOf = async (customer: string) => (await got(api, `/v1/customers/${customer}`))['phase'];

describe('a prepayment', () => {
  it('is asked for with a page to pay on and a reference for the transfer', async () => {
    const customer = await aCustomer(api);
    const answer = await post(api, path(customer), { amount: pln('400.00') });
    expect([answer.status, answer.body['customer'].phase]).toEqual([201, 'applied']);
    const { id, checkoutUrl } = answer.body;
    expect(answer.body).toMatchObject({
      amount: pln('400.00'),
      settled: pln('0.00'),
      state: 'requested',
      purpose: 'onboarding',
      bankReference: bankReferenceOf(id),
    });
    expect(checkoutUrl.startsWith(`${shared().gatewayUrl}/c/pay/`)).toBe(true);
    expect(await (await fetch(checkoutUrl)).text()).toContain('400.00');
    expect(await got(api, `/v1/prepayments/${id}`)).toMatchObject({ id, checkoutUrl });
    expect((await got(api, path(customer)))['items']).toMatchObject([{ id }]);
  });

  it('is settled by transfers that carry its reference, and then the customer may order', async () => {
    const customer = await readyToPay();
    expect(await phaseOf(customer)).toBe('awaitingPrepayment');
    const { id, bankReference } = await posted(api, path(customer), { amount: pln('400.00') });
    const first = await paid('150.00', { reference: `przedplata ${bankReference.toLowerCase()}` });
    expect(await got(api, `/v1/payments/${first['id']}`)).toMatchObject({ customer, prepaid: pln('150.00') });
    expect(await got(api, `/v1/prepayments/${id}`)).toMatchObject({ state: 'partlyPaid', settled: pln('150.00') });
    expect(await phaseOf(customer)).toBe('awaitingPrepayment');
    const second = await paid('300.00', { reference: bankReference.replaceAll('-', ' ') });
    expect(second['customer']['phase']).toBe('active');
    expect(second).toMatchObject({ prepaid: pln('250.00'), unapplied: pln('50.00') });
    expect((await got(api, `/v1/prepayments/${id}`))['state']).toBe('settled');
  });

  it('that a life asked for by itself has a reference as well, and is settled by it', async () => {
    const customer = await aCustomer(api, { onboarding: 'existing' });
    const prepayment = freshId('prp');
    const body = { prepayment, amount: { minor: '20000', currency: 'PLN' }, purpose: 'topUp' } as const;
    await record(api, customer, Date.now(), ({ today: effectiveOn }) => [
      { kind: 'prepayment.requested', effectiveOn, body },
    ]);
    const view = await got(api, `/v1/prepayments/${prepayment}`);
    expect(view).toMatchObject({ purpose: 'topUp', checkoutUrl: null, bankReference: bankReferenceOf(prepayment) });
    expect(await paid('200.00', { reference: view['bankReference'] })).toMatchObject({ prepaid: pln('200.00') });
    expect((await got(api, `/v1/prepayments/${prepayment}`))['state']).toBe('settled');
  });

  it('is not settled by money whose payer names invoices', async () => {
    const customer = await readyToPay();
    const { id, bankReference } = await posted(api, path(customer), { amount: pln('400.00') });
    const invoice = await anInvoice(api, customer, '100.00');
    const allocations = [{ invoice, amount: pln('100.00') }];
    expect(await paid('100.00', { customer, reference: bankReference, allocations })).toMatchObject({
      prepaid: pln('0.00'),
    });
    expect((await got(api, `/v1/prepayments/${id}`))['state']).toBe('requested');
  });

  it('is refused with the code of the rule', async () => {
    const customer = await aCustomer(api);
    const ask = async (amount: unknown, of = customer) => refusal(await post(api, path(of), { amount }));
    expect(await ask({ amount: '400.00', currency: 'EUR' })).toBe('422 currency_mismatch /amount/currency');
    expect(await ask(pln('0.00'))).toBe('400 invalid_money /amount/amount');
    expect(await ask(pln('1.00'), 'ext:nobody')).toBe('404 not_found');
    expect(refusal(await api.ask('POST', path(customer), { as: 'finance', body: { amount: pln('1.00') } }))).toBe(
      '428 idempotency_key_required',
    );
    expect(refusal(await api.ask('GET', '/v1/prepayments/prp_00000000000000000000000000'))).toBe('404 not_found');
    await posted(
      api,
      `/v1/customers/${customer}/onboarding/verification`,
      { outcome: 'failed', checkedBy: 'Jan' },
      asOperator,
    );
    const key = randomUUID();
    const refused = await post(api, path(customer), { amount: pln('400.00') }, { key });
    expect(refusal(refused)).toBe('409 wrong_phase');
    expect(refusal(await post(api, path(customer), { amount: pln('400.00') }, { key }))).toBe('409 wrong_phase');
    expect((await got(api, path(customer)))['items']).toEqual([]);
  });

  it('of a refused customer is settled by nothing: late money is unapplied', async () => {
    const customer = await readyToPay();
    const { id, bankReference } = await posted(api, path(customer), { amount: pln('400.00') });
    await posted(
      api,
      `/v1/customers/${customer}/onboarding/verification`,
      { outcome: 'failed', checkedBy: 'Jan' },
      asOperator,
    );
    expect(await phaseOf(customer)).toBe('refused');
    expect(await paid('400.00', { reference: bankReference })).toMatchObject({
      prepaid: pln('0.00'),
      unapplied: pln('400.00'),
    });
    expect(await got(api, `/v1/prepayments/${id}`)).toMatchObject({ state: 'requested', settled: pln('0.00') });
  });

  it('gets a new page for what is missing, until nothing is', async () => {
    const customer = await readyToPay();
    const { id, bankReference, checkoutUrl } = await posted(api, path(customer), { amount: pln('400.00') });
    await paid('150.00', { reference: bankReference });
    const renewed = await posted(api, `/v1/prepayments/${id}/checkout`, {});
    expect(renewed['checkoutUrl']).not.toBe(checkoutUrl);
    expect(await (await fetch(renewed['checkoutUrl'])).text()).toContain('250.00');
    await paid('250.00', { reference: bankReference });
    expect(refusal(await post(api, `/v1/prepayments/${id}/checkout`, {}))).toBe('409 conflict');
    expect(refusal(await post(api, '/v1/prepayments/prp_00000000000000000000000000/checkout', {}))).toBe(
      '404 not_found',
    );
  });

  it('that the gateway cannot take in this currency can still be paid by transfer', async () => {
    const customer = await aCustomer(api);
    await shared().pull('POST', 'faults', {
      kind: 'refuse',
      code: 'amount_too_large',
      match: { pathPattern: '/checkout/sessions' },
    });
    const answer = await post(api, path(customer), { amount: pln('400.00') });
    expect([answer.status, answer.body['checkoutUrl']]).toEqual([201, null]);
  });

  it('is not asked for while the gateway is away, and nothing is on record then', async () => {
    const customer = await aCustomer(api);
    await shared().pull('POST', 'faults', {
      kind: 'status',
      status: 503,
      match: { pathPattern: '/checkout/sessions' },
    });
    expect(refusal(await post(api, path(customer), { amount: pln('400.00') }))).toBe('502 gateway_failed');
    const commands = await api.db.selectFrom('command').selectAll().where('customer_id', '=', customer).execute();
    expect(commands).toEqual([]);
  });

  it('has its address and its page already while the life cannot answer', async () => {
    const away = await startApi({ gateway: gatewayAt(shared().gatewayUrl) });
    const customer = await aCustomer(away);
    const answer = await post(away, path(customer), { amount: pln('400.00') });
    const { id, operation } = answer.body;
    expect([answer.status, answer.body['state'], answer.body['purpose']]).toEqual([202, 'requested', 'onboarding']);
    expect((await got(away, operation))['state']).toBe('pending');
    const waiting = await got(away, `/v1/prepayments/${id}`);
    expect(waiting).toMatchObject({ amount: pln('400.00'), bankReference: bankReferenceOf(id) });
    expect(waiting['checkoutUrl']).toContain('/c/pay/');
  });
});
