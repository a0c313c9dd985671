import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { compareBalances } from '../../db/balances.ts';
import { findCustomer } from '../../db/customers.ts';
import { loadAccount } from '../../db/load-account.ts';
import { verifyChains } from '../../db/audit.ts';
import { sharedApi, type TestApi } from './support/api.ts';
import { aCustomer } from './support/customers.ts';
import { anInvoice, aTransfer, got, pln, post, posted, refusal } from './support/money.ts';

const NOW = Date.UTC(2026, 2, 20, 9);
const theApi = sharedApi({ now: () => NOW });
let api: TestApi;
beforeAll(() => {
  api = theApi();
});

/** Money that may be this customer's, as his life knows it. */
async function suspectedOf(customer: string): Promise<Readonly<Record<string, string>>> {
  const head = await findCustomer(api.db, customer);
  if (head === undefined) throw new Error(`no customer ${customer}`);
  const { account } = await loadAccount(api.db, head);
  return Object.fromEntries([...account.suspectedMoney].map(([payment, { because }]) => [payment, because]));
}

const queueOf = async (customer: string): Promise<readonly string[]> =>
  (await got(api, `/v1/unmatched-payments?customer=${customer}`))['items'].map((item: { id: string }) => item.id);

describe('money without an owner', () => {
  it('waits in the queue, and is suspected of everybody who is named or owes just so much', async () => {
    const [named, owing, other] = [await aCustomer(api), await aCustomer(api), await aCustomer(api)];
    const rival = await aCustomer(api);
    await anInvoice(api, owing, '77.31');
    await anInvoice(api, other, '77.32');
    const { externalId } = await got(api, `/v1/customers/${named}`);
    const { number } = await got(api, `/v1/invoices/${await anInvoice(api, rival, '5.00')}`);
    const payment = await aTransfer(api, '77.31', { reference: `${externalId} ${number}` });
    expect(payment).toMatchObject({ state: 'unmatched', customer: null, allocations: [] });
    const { items } = await got(api, '/v1/unmatched-payments');
    expect(items.find((item: { id: string }) => item.id === payment['id'])['suspects']).toEqual([
      { customer: rival, because: 'invoiceNumber' },
      { customer: named, because: 'externalId' },
      { customer: owing, because: 'equalsOpenInvoice' },
    ]);
    expect(await suspectedOf(owing)).toEqual({ [payment['id']]: 'equalsOpenInvoice' });
    expect(await suspectedOf(other)).toEqual({});
    expect(await queueOf(named)).toEqual([payment['id']]);
  });

  it('is the same money under the same external id also while nobody knows whose it is', async () => {
    const externalId = `bank-${randomUUID()}`;
    await aTransfer(api, '9.99', { externalId });
    const body = { amount: pln('9.99'), method: 'bankTransfer', receivedOn: '2026-03-02', externalId };
    expect(refusal(await post(api, '/v1/payments', body))).toBe('409 conflict');
    const customer = await aCustomer(api);
    expect(refusal(await post(api, '/v1/payments', { ...body, customer }))).toBe('409 conflict');
  });

  it('is matched by a person: posted to the customer, and nobody is suspected any more', async () => {
    const [owner, suspect] = [await aCustomer(api), await aCustomer(api)];
    const invoice = await anInvoice(api, owner, '81.17');
    await anInvoice(api, suspect, '81.17');
    const { id } = await aTransfer(api, '81.17', { reference: 'czynsz' });
    const answer = await post(api, `/v1/unmatched-payments/${id}/match`, { customer: owner });
    expect([answer.status, answer.body['state']]).toEqual([202, 'posted']);
    expect(await got(api, `/v1/payments/${id}`)).toMatchObject({
      customer: owner,
      state: 'posted',
      reference: 'czynsz',
    });
    expect(await got(api, `/v1/invoices/${invoice}`)).toMatchObject({ state: 'paid' });
    expect([await suspectedOf(owner), await suspectedOf(suspect)]).toEqual([{}, {}]);
    expect(await queueOf(suspect)).toEqual([]);
    expect(refusal(await post(api, `/v1/unmatched-payments/${id}/match`, { customer: owner }))).toBe('409 conflict');
    expect(await compareBalances(api.db)).toEqual([]);
  });

  it('is matched with the allocations that the person says', async () => {
    const owner = await aCustomer(api);
    await anInvoice(api, owner, '10.00');
    const meant = await anInvoice(api, owner, '20.00', { dueOn: '2026-05-01' });
    const { id } = await aTransfer(api, '7.00', { reference: 'wplata' });
    const body = { customer: owner, allocations: [{ invoice: meant, amount: pln('7.00') }] };
    expect((await posted(api, `/v1/unmatched-payments/${id}/match`, body))['allocations']).toEqual([
      { invoice: meant, instalment: 1, amount: pln('7.00') },
    ]);
  });

  it('is not matched where that would be wrong', async () => {
    const owner = await aCustomer(api);
    const { id } = await aTransfer(api, '7.00', { reference: 'wplata' });
    const match = async (body: object, payment = id) =>
      refusal(await post(api, `/v1/unmatched-payments/${payment}/match`, body));
    const euro = { amount: { amount: '7.00', currency: 'EUR' }, method: 'bankTransfer', receivedOn: '2026-03-02' };
    const foreign = (await posted(api, '/v1/payments', euro))['id'];
    expect(await match({ customer: 'ext:nobody' })).toBe('422 unknown_reference /customer');
    expect(await match({ customer: owner }, 'pay_00000000000000000000000000')).toBe('404 not_found');
    expect(await match({ customer: owner }, foreign)).toBe('422 currency_mismatch /amount/currency');
    const tooMuch = [{ invoice: await anInvoice(api, owner, '5.00'), amount: pln('5.01') }];
    expect(await match({ customer: owner, allocations: tooMuch })).toBe('422 over_allocated /allocations/0/amount');
    const key = `s-${randomUUID().slice(0, 8)}`;
    await posted(api, '/v1/sellers', { key, name: 'Other', timeZone: 'Europe/Warsaw' });
    const elsewhere = await aCustomer(api, { seller: key });
    expect(await match({ customer: elsewhere })).toBe('422 unknown_reference /customer');
    const known = (await aTransfer(api, '7.00', { customer: owner }))['id'];
    expect(await match({ customer: owner }, known)).toBe('409 conflict');
    expect((await got(api, `/v1/payments/${id}`))['state']).toBe('unmatched');
  });

  it('is matched once when two people do it at the same time', async () => {
    const owners = [await aCustomer(api), await aCustomer(api), await aCustomer(api)];
    const { id } = await aTransfer(api, '6.13', { reference: 'wplata' });
    const answers = await Promise.all(
      owners.map((customer) => post(api, `/v1/unmatched-payments/${id}/match`, { customer })),
    );
    expect(answers.map((answer) => answer.status).toSorted((a, b) => a - b)).toEqual([202, 409, 409]);
    expect(await compareBalances(api.db)).toEqual([]);
  });

  it('goes back to where it came from', async () => {
    const suspect = await aCustomer(api);
    await anInvoice(api, suspect, '63.29');
    const { id } = await aTransfer(api, '63.29', { reference: 'pomylka' });
    const answer = await post(api, `/v1/payments/${id}/reversal`, { kind: 'return', reason: 'sent to us by mistake' });
    expect([answer.status, answer.body['state']]).toEqual([200, 'returned']);
    expect(await suspectedOf(suspect)).toEqual({});
    expect(refusal(await post(api, `/v1/payments/${id}/reversal`, { kind: 'return', reason: 'again' }))).toBe(
      '409 conflict',
    );
    expect(refusal(await post(api, `/v1/unmatched-payments/${id}/match`, { customer: suspect }))).toBe('409 conflict');
    expect(await compareBalances(api.db)).toEqual([]);
  });

  it('that came before its invoice holds back its customer from the day of the invoice', async () => {
    const customer = await aCustomer(api);
    const number = `FV/${randomUUID().slice(0, 8)}`;
    const byNumber = (await aTransfer(api, '1.00', { reference: `za ${number.toLowerCase()} z gory` }))['id'];
    const byAmount = (await aTransfer(api, '59.87', { reference: 'zaliczka' }))['id'];
    await anInvoice(api, customer, '59.87', { number: number.toUpperCase() });
    expect(await suspectedOf(customer)).toEqual({ [byNumber]: 'invoiceNumber', [byAmount]: 'equalsOpenInvoice' });
    await posted(api, `/v1/unmatched-payments/${byAmount}/match`, { customer });
    expect(await suspectedOf(customer)).toEqual({ [byNumber]: 'invoiceNumber' });
    expect(await queueOf(customer)).toEqual([byNumber]);
  });

  it('leaves every chain of the audit whole', async () => {
    expect((await verifyChains(api.db)).broken).toEqual([]);
    const system = await api.db.selectFrom('audit_event').select('kind').where('chain', '=', 'system').execute();
    const kinds = new Set(system.map((event) => event.kind));
    for (const kind of ['payment.unmatched', 'payment.matched', 'payment.returned']) expect(kinds).toContain(kind);
  });
});
