import { setTimeout as sleep } from 'node:timers/promises';
import type { BenchInstallation } from '../installation/open-installation.ts';
import { type Customer, tradingCustomer } from '../scenarios/customer.ts';
import { dunnedUntilStopped } from '../scenarios/dunning-cycle.ts';
import type { Figure } from './figure.ts';
import { percentile } from './statistics.ts';
import { timed, timedTimes } from './timing.ts';

const CUSTOMERS = 40;
const PREPARED_AT_ONCE = 6;
const LOOK_EVERY_MS = 3;
const GIVE_UP_AFTER_MS = 30_000;

/** How long a customer who was stopped for debt waits for service once his money is posted, one customer at a time. */
export async function measurePaymentToActive(
  home: BenchInstallation,
  say: (line: string) => void,
): Promise<readonly Figure[]> {
  const stopped: Customer[] = [];
  await timedTimes(CUSTOMERS, PREPARED_AT_ONCE, async () => {
    const customer = await tradingCustomer(home, '2026-01-05');
    await customer.invoice('1240.00', '2026-01-19');
    await dunnedUntilStopped(customer, '2026-02-20');
    stopped.push(customer);
    if (stopped.length % 10 === 0) say(`${stopped.length} of ${CUSTOMERS} customers dunned and stopped`);
  });
  const answered: number[] = [];
  const active: number[] = [];
  for (const customer of stopped) {
    const paying = timed(() => customer.pay('1240.00'));
    active.push(await timed(() => untilOn(home, customer.id)));
    answered.push(await paying);
    await customer.settled();
  }
  const how = `POST /v1/payments, ${CUSTOMERS} customers, one at a time`;
  return [
    { what: 'payment → active, p50', value: percentile(active, 0.5), unit: 'ms', how: `${how}: service is on` },
    { what: 'payment → active, p99', value: percentile(active, 0.99), unit: 'ms', how: `${how}: service is on` },
    { what: 'payment → answered, p50', value: percentile(answered, 0.5), unit: 'ms', how: `${how}: 201` },
    { what: 'payment → answered, p99', value: percentile(answered, 0.99), unit: 'ms', how: `${how}: 201` },
  ];
}

async function untilOn({ db }: BenchInstallation, id: string): Promise<void> {
  const giveUpAt = Date.now() + GIVE_UP_AFTER_MS;
  for (;;) {
    const query = db.selectFrom('customer').where('id', '=', id).select(['phase', 'service']);
    const { phase, service } = await query.executeTakeFirstOrThrow();
    if (phase === 'active' && service === 'on') return;
    if (Date.now() > giveUpAt) throw new Error(`${id} paid and is still ${phase}, service ${service}`);
    await sleep(LOOK_EVERY_MS);
  }
}
