import type { Day } from '../../domain/calendar/day.ts';
import { countHistory, since } from '../counts/history-counts.ts';
import { type Customer, tradingCustomer } from './customer.ts';
import type { Scenario } from './scenario.ts';

/** The whole ladder of the standard policy, and the way back. The invoice itself is what every month has. */
export const dunningCycle: Scenario = {
  name: 'a dunning cycle',
  story: 'an open invoice: courtesy, 2 reminders, warning, 1 subscription stopped, payment, restored',
  limit: { events: 90, transitions: 44 },
  async live(home) {
    const customer = await tradingCustomer(home, '2026-01-05');
    await customer.invoice('1240.00', '2026-01-19');
    const before = await countHistory(home.client, customer.id);
    await dunnedUntilStopped(customer, '2026-02-20');
    await paidAndBack(customer);
    return since(before, await countHistory(home.client, customer.id));
  },
};

/** An invoice of 1,240.00 that nobody pays. @param stoppedBy a day by which the ladder has come to its suspension */
export async function dunnedUntilStopped(customer: Customer, stoppedBy: Day): Promise<void> {
  await customer.advanceTo(stoppedBy);
  await customer.mustBe({ phase: 'suspended', service: 'off' });
}

/** The money comes, and service is back without anybody's doing. */
export async function paidAndBack(customer: Customer): Promise<void> {
  await customer.pay('1240.00');
  await customer.settled();
  await customer.mustBe({ phase: 'active', service: 'on' });
}
