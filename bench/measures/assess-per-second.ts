import { randomUUID } from 'node:crypto';
import { assess } from '../../activities/life/assess.ts';
import type { BenchInstallation } from '../installation/open-installation.ts';
import type { Figure } from './figure.ts';
import { median, percentile } from './statistics.ts';
import { timed, timedEach } from './timing.ts';

const CUSTOMERS = 300;
const RUNS = 5;
const AT_ONCE = 8;

/** How often the whole turn is taken in a second: lock, load, decide, record, commit, without Temporal. */
export async function measureAssess({ db }: BenchInstallation): Promise<readonly Figure[]> {
  const live = db.selectFrom('customer').select(['id', 'epoch']).where('clock_mode', '=', 'live');
  const customers = await live.orderBy('id').limit(CUSTOMERS).execute();
  const runId = randomUUID();
  const perSecond: number[] = [];
  for (let turn = 1; turn <= RUNS; turn += 1) {
    const took = await timed(() => timedEach(customers, AT_ONCE, (customer) => take(customer, turn)));
    perSecond.push((customers.length / took) * 1_000);
  }
  const alone = await timedEach(customers, 1, (customer) => take(customer, RUNS + 1));
  return [
    {
      what: 'assess',
      value: median(perSecond),
      unit: '/s',
      how: `one PostgreSQL transaction each, ${AT_ONCE} in flight, ${customers.length} customers; median of ${RUNS} runs`,
    },
    { what: 'assess alone, p50', value: percentile(alone, 0.5), unit: 'ms', how: 'one after the other' },
  ];

  function take(customer: { readonly id: string; readonly epoch: number }, turn: number): Promise<unknown> {
    const { id: customerId, epoch } = customer;
    return assess({ db, wallNow: Date.now }, { customerId, epoch, runId, turn, runTime: Date.now() });
  }
}
