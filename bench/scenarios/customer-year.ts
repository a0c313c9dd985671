import { countHistory, since } from '../counts/history-counts.ts';
import { type Customer, tradingCustomer } from './customer.ts';
import { dunnedUntilStopped, paidAndBack } from './dunning-cycle.ts';
import type { Scenario } from './scenario.ts';

const BEFORE = ['01', '02', '03', '04', '05', '06'];
const AFTER = ['09', '10', '11', '12'];

/** Twelve invoices. July's is the one of the dunning cycle, which ends in August; that month's is issued when it is over. */
export const customerYear: Scenario = {
  name: 'a customer-year',
  story: '12 monthly invoices: 11 paid on time, 1 with a whole dunning cycle',
  limit: { events: 400, transitions: 140 },
  async live(home) {
    const customer = await tradingCustomer(home, '2026-01-04');
    const before = await countHistory(home.client, customer.id);
    await liveYear(customer);
    return since(before, await countHistory(home.client, customer.id));
  },
};

/** The year 2026 of a customer whose clock stands before its first invoice. */
async function liveYear(customer: Customer): Promise<void> {
  for (const month of BEFORE) await paidMonth(customer, month, '05', '20');
  await customer.advanceTo('2026-07-06');
  await customer.invoice('1240.00', '2026-07-20');
  await dunnedUntilStopped(customer, '2026-08-20');
  await paidAndBack(customer);
  await paidMonth(customer, '08', '21', '25');
  for (const month of AFTER) await paidMonth(customer, month, '05', '20');
  await customer.advanceTo('2027-01-05');
  await customer.mustBe({ phase: 'active', service: 'on' });
}

/** Due on the 28th, or at the end of August, and paid before the courtesy reminder. */
async function paidMonth(customer: Customer, month: string, issued: string, paid: string): Promise<void> {
  await customer.advanceTo(`2026-${month}-${issued}`);
  await customer.invoice('500.00', month === '08' ? '2026-08-31' : `2026-${month}-28`);
  await customer.advanceTo(`2026-${month}-${paid}`);
  await customer.pay('500.00');
}
