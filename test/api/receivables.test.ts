import { beforeAll, describe, expect, it } from 'vitest';
import { type Answered, sharedApi, startApi, type TestApi } from './support/api.ts';
import { aCustomer } from './support/customers.ts';
import { anInvoice, aTransfer, got, pln, posted, refusal } from './support/money.ts';

/** 20 March 2026, 10:00 in Warsaw. */
const NOW = Date.UTC(2026, 2, 20, 9);
const theApi = sharedApi({ now: () => NOW });
let api: TestApi;
let [late, early, limited] = ['', '', ''];

/** Three customers with open invoices, one of whom has paid ahead; and one on a test clock, who is in no sum. */
beforeAll(async () => {
  api = theApi();
  late = await aCustomer(api, { creditLimit: pln('50.00') });
  await anInvoice(api, late, '100.00', { issuedOn: '2026-01-02', dueOn: '2026-01-16' });
  await anInvoice(api, late, '20.00');
  early = await aCustomer(api);
  await anInvoice(api, early, '7.00', { dueOn: '2026-04-16' });
  limited = await aCustomer(api, { creditLimit: pln('50.00') });
  await anInvoice(api, limited, '30.00', { dueOn: '2026-03-20' });
  await aTransfer(api, '9.00', { customer: await aCustomer(api) });
  const played = await aCustomer(api, { clock: 'test', startAt: '2026-03-20T09:00:00Z' });
  await anInvoice(api, played, '1000.00');
});

const amounts = (body: Answered['body']) =>
  Object.fromEntries(
    body['buckets'].map((bucket: { name: string; amount: { amount: string } }) => [bucket.name, bucket.amount.amount]),
  );

describe('ageing', () => {
  it('sums what is open by the days after its effective due day, of all on the live clock', async () => {
    const body = await got(api, '/v1/receivables/ageing');
    expect([body['asOf'], body['total']]).toEqual(['2026-03-20', pln('157.00')]);
    expect(amounts(body)).toEqual({
      current: '37.00',
      '1-30': '20.00',
      '31-60': '0.00',
      '61-90': '100.00',
      '90+': '0.00',
    });
  });

  it('is answered for any past day, for one customer, and for one currency', async () => {
    const past = await got(api, `/v1/receivables/ageing?asOf=2026-02-20&customer=${late}`);
    expect([past['asOf'], past['total']]).toEqual(['2026-02-20', pln('100.00')]);
    expect(amounts(past)['31-60']).toBe('100.00');
    expect(await got(api, '/v1/receivables/ageing?currency=EUR')).toMatchObject({
      total: { amount: '0.00', currency: 'EUR' },
    });
    expect(await got(api, '/v1/receivables/ageing?asOf=2020-01-01')).toMatchObject({ total: pln('0.00') });
  });

  it('is refused for what is no day, no currency and no customer', async () => {
    const ask = async (query: string) => refusal(await api.ask('GET', `/v1/receivables/ageing?${query}`));
    expect(await ask('asOf=2026-02-30')).toBe('400 malformed /asOf');
    expect(await ask('currency=PLZ')).toBe('400 malformed /currency');
    expect(await ask('customer=ext:nobody')).toBe('404 not_found');
    expect(await ask('from=2026-01-01')).toBe('400 malformed /from');
  });

  it('of a book in two currencies has no one sum', async () => {
    const own = await startApi({ now: () => NOW });
    const steps = [{ key: 'reminder', kind: 'notice', after: { days: 3, from: 'due' } }];
    await posted(own, '/v1/policies', { key: 'euro', currency: 'EUR', steps });
    await posted(own, '/v1/policies/euro/versions/1/activation', { openCases: 'freeze' });
    await anInvoice(own, await aCustomer(own), '5.00');
    const euro = { amount: '6.00', currency: 'EUR' };
    await anInvoice(own, await aCustomer(own, { currency: 'EUR', policy: 'euro' }), '6.00', {
      currency: 'EUR',
      total: euro,
    });
    expect(refusal(await own.ask('GET', '/v1/receivables/ageing'))).toBe('400 malformed /currency');
    expect((await got(own, '/v1/receivables/ageing?currency=EUR'))['total']).toEqual(euro);
    expect((await got(own, '/v1/exposure'))['totals']).toMatchObject([
      { currency: 'EUR', exposure: euro },
      { currency: 'PLN', exposure: pln('5.00') },
    ]);
  });
});

describe('exposure', () => {
  it('is open less prepaid and unapplied, by customer and in sum', async () => {
    const { items, totals, nextCursor } = await got(api, '/v1/exposure');
    expect(items).toHaveLength(4);
    expect(items[0]).toEqual({
      customer: late,
      tier: null,
      cover: null,
      customers: 1,
      open: pln('120.00'),
      unbilled: pln('0.00'),
      prepaid: pln('0.00'),
      unapplied: pln('0.00'),
      exposure: pln('120.00'),
    });
    expect([nextCursor, totals]).toMatchObject([
      null,
      [{ currency: 'PLN', open: pln('157.00'), unapplied: pln('9.00'), exposure: pln('148.00') }],
    ]);
    const page = await got(api, '/v1/exposure?limit=3');
    expect((await got(api, `/v1/exposure?limit=3&cursor=${page['nextCursor']}`))['items']).toHaveLength(1);
  });

  it('by risk tier says how much of it is owed by whom the partner trusts least', async () => {
    const tiers = (await got(api, '/v1/exposure?by=tier'))['items'];
    expect(tiers).toMatchObject([{ customer: null, tier: 'low', cover: null, customers: 4, exposure: pln('148.00') }]);
  });

  it('by cover says how much of it lies within the limits that were agreed', async () => {
    const { items, totals } = await got(api, '/v1/exposure?by=cover');
    expect(items.map((item: Answered['body']) => [item['cover'], item['customers'], item['exposure'].amount])).toEqual([
      ['overLimit', 1, '120.00'],
      ['noLimit', 1, '7.00'],
      ['withinLimit', 1, '30.00'],
      ['covered', 1, '-9.00'],
    ]);
    expect(totals[0].exposure).toEqual(pln('148.00'));
    expect((await got(api, '/v1/exposure?by=tier&testClocks=true'))['totals'][0].exposure).toEqual(pln('1148.00'));
    expect(refusal(await api.ask('GET', '/v1/exposure?by=colour'))).toBe('400 malformed /by');
    expect([early, limited].every((id) => id.startsWith('cus_'))).toBe(true);
  });
});

describe('the trial balance', () => {
  it('sums to zero on every day, with the accounts as they were', async () => {
    const today = await got(api, '/v1/ledger/trial-balance');
    const [{ currency, accounts, total }] = today['currencies'];
    expect([today['asOf'], currency, total]).toEqual(['2026-03-20', 'PLN', pln('0.00')]);
    const balances = Object.fromEntries(
      accounts.map((row: Answered['body']) => [row['account'], row['balance'].amount]),
    );
    expect(balances).toEqual({ clearing: '9.00', receivable: '157.00', revenue: '-157.00', unapplied: '-9.00' });
    const past = await got(api, '/v1/ledger/trial-balance?asOf=2026-01-31');
    expect(past['currencies'][0].accounts).toMatchObject([
      { account: 'receivable', debit: pln('100.00') },
      { account: 'revenue', credit: pln('100.00') },
    ]);
    expect((await got(api, '/v1/ledger/trial-balance?asOf=2019-01-01'))['currencies']).toEqual([]);
    const all = await got(api, '/v1/ledger/trial-balance?testClocks=true');
    expect(all['currencies'][0].total).toEqual(pln('0.00'));
    expect(all['currencies'][0].accounts).toContainEqual(
      expect.objectContaining({ account: 'receivable', balance: pln('1157.00') }),
    );
  });
});
