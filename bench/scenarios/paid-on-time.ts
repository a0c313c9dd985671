import { addDays, dayAt } from '../../domain/calendar/day.ts';
import { countHistory, since } from '../counts/history-counts.ts';
import { tradingCustomer } from './customer.ts';
import type { Scenario } from './scenario.ts';

/**
 * The most frequent story of all: paid before the courtesy reminder, so that nothing is sent and no timer fires. What
 * time goes by between invoice and money costs nothing, so here none does, and the customer lives on the live clock.
 */
export const paidOnTime: Scenario = {
  name: 'a month, its invoice paid on time',
  story: 'live clock: invoice, due in 25 days, and its payment',
  limit: { events: 20, transitions: 6 },
  async live(home) {
    const customer = await tradingCustomer(home, null);
    const before = await countHistory(home.client, customer.id);
    await customer.invoice('500.00', addDays(dayAt(Date.now(), 'Europe/Warsaw'), 25));
    await customer.pay('500.00');
    await customer.settled();
    await customer.mustBe({ phase: 'active', service: 'on' });
    return since(before, await countHistory(home.client, customer.id));
  },
};
