import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { compareBalances } from '../../db/balances.ts';
import { findCustomer } from '../../db/customers.ts';
import { sharedApi, type TestApi } from './support/api.ts';
import { aCustomer } from './support/customers.ts';
import { record } from './support/debt.ts';
import { anInvoice, aTransfer, got, pln, post, posted, refusal } from './support/money.ts';

/** 20 March 2026, 10:00 in Warsaw. */
const NOW = Date.UTC(2026, 2, 20, 9);
const NOTHING = 'inv_00000000000000000000000000';

const theApi = sharedApi({ now: () => NOW });
let api: TestApi;
beforeAll(() => {
  api = theApi();
});

const transfer = (more: object = {}) => ({
  amount: pln('10.00'),
  method: 'bankTransfer',
  receivedOn: '2026-03-20',
  ...more,
});
const balanceOf = async (customer: string) => (await got(api, `/v1/customers/${customer}`))['balance'];

describe('a payment', () => {
  it('pays the oldest due first, and what is left over is unapplied', async () => {
    const customer = await aCustomer(api);
    const later = await anInvoice(api, customer, '50.00', { dueOn: '2026-04-16' });
    const older = await anInvoice(api, customer, '30.00');
    const payment = await aTransfer(api, '45.00', { customer });
    expect(payment).toMatchObject({ state: 'posted', unapplied: pln('0.00') });
    expect(payment['allocations']).toEqual(
      expect.arrayContaining([
        { invoice: older, instalment: 1, amount: pln('30.00') },
        { invoice: later, instalment: 1, amount: pln('15.00') },
      ]),
    );
    expect(await aTransfer(api, '40.00', { customer })).toMatchObject({ unapplied: pln('5.00') });
    expect(await balanceOf(customer)).toMatchObject({
      open: pln('0.00'),
      unapplied: pln('5.00'),
      exposure: pln('-5.00'),
    });
  });

  it('goes where the payer says, by id or by number, and the rest by the policy', async () => {
    const customer = await aCustomer(api);
    const older = await anInvoice(api, customer, '30.00');
    const meant = await anInvoice(api, customer, '50.00', { dueOn: '2026-04-16' });
    const { number } = await got(api, `/v1/invoices/${meant}`);
    const allocations = [{ invoice: `ext:${number}`, amount: pln('20.00') }];
    expect((await aTransfer(api, '25.00', { customer, allocations }))['allocations']).toEqual(
      expect.arrayContaining([
        { invoice: meant, instalment: 1, amount: pln('20.00') },
        { invoice: older, instalment: 1, amount: pln('5.00') },
      ]),
    );
  });

  it('belongs to the customer whose invoices it names', async () => {
    const customer = await aCustomer(api);
    const invoice = await anInvoice(api, customer, '30.00');
    const allocations = [{ invoice, amount: pln('30.00') }];
    const { id } = await aTransfer(api, '30.00', { allocations });
    expect((await got(api, `/v1/payments/${id}`))['customer']).toBe(customer);
  });

  it('is refused with the code of the rule, and the pointer of what is wrong', async () => {
    const customer = await aCustomer(api);
    const invoice = await anInvoice(api, customer, '30.00');
    const stranger = await anInvoice(api, await aCustomer(api), '30.00');
    const ask = async (more: object) => refusal(await post(api, '/v1/payments', transfer({ customer, ...more })));
    const to = (id: string, amount: object) => ({ allocations: [{ invoice: id, amount }] });
    expect(await ask({ customer: 'ext:nobody' })).toBe('422 unknown_reference /customer');
    expect(await ask({ seller: 'nobody' })).toBe('422 unknown_reference /seller');
    expect(await ask({ receivedOn: '2026-03-21' })).toBe('422 future_value_date /receivedOn');
    expect(await ask({ customer: undefined, receivedOn: '2026-03-21' })).toBe('422 future_value_date /receivedOn');
    expect(await ask({ amount: { amount: '10.00', currency: 'EUR' } })).toBe('422 currency_mismatch /amount/currency');
    expect(await ask({ amount: pln('0.00') })).toBe('400 invalid_money /amount/amount');
    expect(await ask({ amount: '10.00' })).toBe('400 invalid_money /amount');
    expect(await ask({ method: 'cash' })).toBe('400 malformed /method');
    expect(await ask({ receivedOn: '2026-02-30' })).toBe('400 malformed /receivedOn');
    expect(await ask(to(invoice, pln('10.01')))).toBe('422 over_allocated /allocations/0/amount');
    expect(await ask({ amount: pln('99.00'), ...to(invoice, pln('30.01')) })).toBe(
      '422 over_allocated /allocations/0/amount',
    );
    expect(await ask(to(invoice, { amount: '1.00', currency: 'EUR' }))).toBe(
      '422 currency_mismatch /allocations/0/amount/currency',
    );
    expect(await ask(to(stranger, pln('1.00')))).toBe('422 unknown_reference /allocations/0/invoice');
    expect(await ask({ customer: undefined, ...to(NOTHING, pln('1.00')) })).toBe(
      '422 unknown_reference /allocations/0/invoice',
    );
    expect(refusal(await api.ask('GET', '/v1/payments/pay_00000000000000000000000000'))).toBe('404 not_found');
    expect(refusal(await api.ask('POST', '/v1/payments', { as: 'finance', body: transfer({ customer }) }))).toBe(
      '428 idempotency_key_required',
    );
    expect((await got(api, `/v1/payments?customer=${customer}`))['items']).toEqual([]);
  });

  it('is taken also when the relationship is over', async () => {
    const customer = await aCustomer(api);
    const invoice = await anInvoice(api, customer, '30.00');
    await record(api, customer, NOW, ({ today: effectiveOn }) => [{ kind: 'life.closed', effectiveOn, body: {} }]);
    expect(await aTransfer(api, '10.00', { customer })).toMatchObject({ state: 'posted' });
    expect(await got(api, `/v1/invoices/${invoice}`)).toMatchObject({ remaining: pln('20.00') });
  });

  it('of a seller is not that of a customer of another', async () => {
    const key = `s-${randomUUID().slice(0, 8)}`;
    await posted(api, '/v1/sellers', { key, name: 'Other', timeZone: 'Europe/Warsaw' });
    const customer = await aCustomer(api);
    expect(refusal(await post(api, '/v1/payments', transfer({ customer, seller: key })))).toBe(
      '422 unknown_reference /customer',
    );
  });

  it('is the same money under the same external id, whatever else is said of it', async () => {
    const customer = await aCustomer(api);
    const externalId = `bank-${randomUUID()}`;
    const key = randomUUID();
    const first = await post(api, '/v1/payments', transfer({ customer, externalId }), { key });
    const again = await post(api, '/v1/payments', transfer({ customer, externalId }), { key });
    expect([again.status, again.body]).toEqual([first.status, first.body]);
    const other = await post(api, '/v1/payments', transfer({ customer, externalId, amount: pln('11.00') }));
    expect(refusal(other)).toBe('409 conflict');
    expect((await got(api, `/v1/payments/ext:${externalId}`))['id']).toBe(first.body['id']);
    expect((await got(api, `/v1/payments?externalId=${externalId}`))['items']).toHaveLength(1);
    expect(await balanceOf(customer)).toMatchObject({ unapplied: pln('10.00') });
  });

  it('is found by customer and by value date', async () => {
    const customer = await aCustomer(api);
    const first = (await aTransfer(api, '1.00', { customer, receivedOn: '2026-03-01' }))['id'];
    const second = (await aTransfer(api, '2.00', { customer, receivedOn: '2026-03-05' }))['id'];
    const ids = async (query: string) =>
      (await got(api, `/v1/payments?customer=${customer}${query}`))['items'].map((item: { id: string }) => item.id);
    expect(await ids('')).toEqual([first, second]);
    expect(await ids('&from=2026-03-02')).toEqual([second]);
    expect(await ids('&to=2026-03-01')).toEqual([first]);
    expect(refusal(await api.ask('GET', '/v1/payments?from=yesterday'))).toBe('400 malformed /from');
  });

  it('lands once each, when fifty come at once for one customer', async () => {
    const customer = await aCustomer(api);
    const invoice = await anInvoice(api, customer, '400.00');
    const externalId = (number: number) => `rush-${customer}-${number}`;
    // Every one is sent twice, under two keys: a caller who lost the answer and does not know it.
    const answers = await Promise.all(
      Array.from({ length: 100 }, (_, number) =>
        post(api, '/v1/payments', transfer({ customer, externalId: externalId(number % 50) })),
      ),
    );
    const codes = answers.map((answer) => (answer.status < 300 ? 'posted' : refusal(answer)));
    expect(codes.filter((code) => code === 'posted')).toHaveLength(50);
    expect(codes.filter((code) => code === '409 conflict')).toHaveLength(50);
    expect((await got(api, `/v1/payments?customer=${customer}&limit=200`))['items']).toHaveLength(50);
    expect(await got(api, `/v1/invoices/${invoice}`)).toMatchObject({ state: 'paid', paid: pln('400.00') });
    expect(await balanceOf(customer)).toMatchObject({ open: pln('0.00'), unapplied: pln('100.00') });
    expect((await findCustomer(api.db, customer))?.factVersion).toBe(52);
    expect(await compareBalances(api.db)).toEqual([]);
  });
});

describe('a payment of nobody named', () => {
  it('finds its customer by invoice number, external id or tax id in its title', async () => {
    const externalId = `K-${randomUUID().slice(0, 8).toUpperCase()}`;
    const customer = await aCustomer(api, { externalId, taxId: 'PL7740001454' });
    const { number } = await got(api, `/v1/invoices/${await anInvoice(api, customer, '30.00')}`);
    for (const reference of [`za ${number}, dziekuje`, `${externalId.toLowerCase()} czynsz`, 'NIP 774-000-14-54']) {
      const { id } = await aTransfer(api, '1.00', { reference });
      expect((await got(api, `/v1/payments/${id}`))['customer'], reference).toBe(customer);
    }
  });
});

describe('taking a payment back', () => {
  it('opens the debt again', async () => {
    const customer = await aCustomer(api);
    const invoice = await anInvoice(api, customer, '30.00');
    const { id } = await aTransfer(api, '30.00', { customer });
    const answer = await post(api, `/v1/payments/${id}/reversal`, { kind: 'chargeback', reason: 'not his card' });
    expect([answer.status, answer.body['state']]).toEqual([202, 'reversed']);
    expect(await got(api, `/v1/invoices/${invoice}`)).toMatchObject({
      state: 'open',
      remaining: pln('30.00'),
      paid: pln('0.00'),
    });
    expect(refusal(await post(api, `/v1/payments/${id}/reversal`, { kind: 'return', reason: 'again' }))).toBe(
      '409 conflict',
    );
  });

  it('is refused for what is not there, or was read before it changed', async () => {
    const customer = await aCustomer(api);
    const { id } = await aTransfer(api, '30.00', { customer });
    const body = { kind: 'return', reason: 'bank' };
    expect(refusal(await post(api, '/v1/payments/pay_00000000000000000000000000/reversal', body))).toBe(
      '404 not_found',
    );
    expect(refusal(await post(api, `/v1/payments/${id}/reversal`, { ...body, kind: 'whim' }))).toBe(
      '400 malformed /kind',
    );
    const stale = { headers: { 'if-match': '"stale"' } };
    expect(refusal(await post(api, `/v1/payments/${id}/reversal`, body, stale))).toBe('412 precondition_failed');
    expect((await got(api, `/v1/payments/${id}`))['state']).toBe('posted');
  });
});
