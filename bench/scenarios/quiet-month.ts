import { fastForward } from '../../api/clock/fast-forward.ts';
import { randomUUID } from 'node:crypto';
import { countHistory, since } from '../counts/history-counts.ts';
import { tradingCustomer } from './customer.ts';
import type { Scenario } from './scenario.ts';

const MONTH_MS = 30 * 24 * 3_600_000;
const HOUR_MS = 3_600_000;

/**
 * What a run on the live clock costs although nothing happens: after thirty days it continues as new. Lives on a test
 * clock do not, so this comes on top of the months and years that are lived on one. Here the server skips the run's time
 * while the customer stays on the live clock.
 */
export const quietMonth: Scenario = {
  name: 'thirty days in which nothing happens',
  story: 'live clock: the run is renewed once',
  limit: null,
  async live(home) {
    const customer = await tradingCustomer(home, null);
    const before = await countHistory(home.client, customer.id);
    await fastForward(home.client, customer.id, randomUUID(), MONTH_MS + HOUR_MS);
    return since(before, await countHistory(home.client, customer.id));
  },
};
