import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { keepInvoice } from '../../db/partner-books.ts';
import { sharedApi, type TestApi } from './support/api.ts';
import { aCustomer } from './support/customers.ts';
import { owes } from './support/debt.ts';
import { decidingAtOnce } from './support/living.ts';
import { got, pln, posted } from './support/money.ts';

const NOW = Date.UTC(2026, 2, 9, 12);
const theApi = sharedApi({ lifecycle: decidingAtOnce(() => NOW), now: () => NOW });
let api: TestApi;
let most = '';
let disputing = '';
beforeAll(async () => {
  api = theApi();
  const owing = async (minor: bigint, dueOn = '2026-02-02'): Promise<string> => {
    const customer = await aCustomer(api);
    await owes(api, customer, minor, dueOn, NOW);
    return customer;
  };
  disputing = await owing(50_000n);
  most = await owing(30_000n);
  // Due today and not overdue: nobody can collect it yet.
  await owing(90_000n, '2026-03-09');
  const { id: invoice } = await api.db
    .selectFrom('invoice')
    .select('id')
    .where('customer_id', '=', disputing)
    .executeTakeFirstOrThrow();
  const dispute = { invoice, amount: pln('300.00'), reason: 'Two seats too many' };
  await posted(api, `/v1/customers/${disputing}/disputes`, dispute, { as: 'collector' });
  await posted(api, '/v1/partner-credit-limits', { limit: pln('1000.00') });
});

/** Microsoft's books say that the partner owes so much, not due yet. */
const owedToMicrosoft = async (total: bigint): Promise<void> => {
  const invoice = { id: 'G001', invoicedOn: '2026-03-08', currency: 'PLN', total, paid: 0n };
  await keepInvoice(api.db, invoice, NOW);
};
const standing = async () => (await got(api, '/v1/partner-standing'))['currencies'][0];

describe('whom to collect from first', () => {
  it.each([
    [69_999n, 69, null],
    [70_000n, 70, 70],
    [84_999n, 84, 70],
    [85_000n, 85, 85],
    [99_999n, 99, 85],
    [100_000n, 100, 100],
  ])(
    'at %s used of 100000 is %s %% and the warning %s, from which on customers are named',
    async (owed, used, warning) => {
      await owedToMicrosoft(owed);
      expect(await standing()).toMatchObject({ state: 'good', usedPercent: used, warning });
      expect((await standing()).collectFirst.length > 0).toBe(warning !== null);
    },
  );

  it('is whoever has most overdue that can be collected: what is disputed does not count, nor what is not due', async () => {
    await owedToMicrosoft(70_000n);
    expect((await standing()).collectFirst).toEqual([
      { customer: most, overdue: pln('300.00'), exposure: pln('300.00') },
      { customer: disputing, overdue: pln('200.00'), exposure: pln('500.00') },
    ]);
  });

  it('is told as well where an invoice of Microsoft’s is overdue, whatever the limit', async () => {
    await owedToMicrosoft(1_000n);
    expect((await standing()).collectFirst).toEqual([]);
    await keepInvoice(
      api.db,
      { id: randomUUID(), invoicedOn: '2026-01-01', currency: 'PLN', total: 100n, paid: 0n },
      NOW,
    );
    expect(await standing()).toMatchObject({ state: 'overdue', warning: null, collectFirst: [{ customer: most }, {}] });
  });
});
