import type { CustomerHead } from '../../db/customers.ts';
import { loadUsage } from '../../db/usage.ts';
import { addDays, dayAt, type Instant } from '../../domain/calendar/day.ts';
import { toStored } from '../../domain/money-format.ts';
import type { Finding } from '../../domain/usage/finding.ts';
import { watch, worthACase } from '../../domain/usage/watch.ts';
import { watchSettings } from '../../domain/usage/watch-settings.ts';
import type { ActivityDeps } from '../deps.ts';
import { takeSignal } from '../security/take-signal.ts';

/** As far back as any rule looks. */
const LOOKED_AT_DAYS = 90;

/**
 * Watches what is on record of one customer and makes what it finds part of a case, where enough money is at stake.
 * @returns how many findings were new
 */
export async function watchUsage(deps: ActivityDeps, customer: CustomerHead, now: Instant): Promise<number> {
  const from = addDays(dayAt(now, customer.timeZone), -LOOKED_AT_DAYS);
  const usage = await loadUsage(deps.db, customer.id, from);
  if (usage === undefined) return 0;
  const settings = watchSettings(usage.currency);
  const history = { ...usage, timeZone: customer.timeZone, activity: [], agreed: [] };
  const findings = watch(history, now, settings);
  if (!worthACase(findings, settings)) return 0;
  let taken = 0;
  for (const finding of findings) if (await take(deps, customer, finding)) taken += 1;
  return taken;
}

async function take(deps: ActivityDeps, { id: customerId }: CustomerHead, finding: Finding): Promise<boolean> {
  const { rule, practice, day, subject, atStake } = finding;
  const occurrence = `watch/${customerId}/${rule}/${day}/${subject}`;
  return await deps.db.transaction().execute((trx) =>
    takeSignal(deps, trx, {
      customerId,
      kind: 'fraud',
      occurrence,
      severity: 'medium',
      source: 'watch',
      actor: 'watch',
      linked: {
        kind: 'case.findingLinked',
        body: { occurrence, rule, practice, day, subject, atStake: toStored(atStake) },
      },
      // Whatever else is suspected of this customer's consumption, it is looked at together.
      fits: () => true,
    }),
  );
}
