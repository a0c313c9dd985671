import type { CustomerHead } from '../../db/customers.ts';
import { agreedWith } from '../../db/agreed-uses.ts';
import { grantedAdministrators } from '../../db/granted-administrators.ts';
import { toldActivity } from '../../db/told-activity.ts';
import { loadUsage } from '../../db/usage.ts';
import { foundBefore, isSuspected, keepFound, lastFraudVerdict } from '../../db/watch-found.ts';
import { addDays, dayAt, type Instant } from '../../domain/calendar/day.ts';
import { MS_PER_DAY } from '../../domain/calendar/epoch-day.ts';
import { toStored } from '../../domain/money-format.ts';
import type { Finding } from '../../domain/usage/finding.ts';
import { foundNow, newsAmong } from '../../domain/usage/news.ts';
import { watch, worthACase } from '../../domain/usage/watch.ts';
import { watchSettings } from '../../domain/usage/watch-settings.ts';
import type { ActivityDeps } from '../deps.ts';
import { takeSignal } from '../security/take-signal.ts';

/** As far back as any rule looks, and as far as one who did something is remembered. */
const LOOKED_AT_DAYS = 90;
const REMEMBERED_DAYS = 120;

/**
 * Watches what is on record of one customer, what he consumed and what was done in his tenant, and makes what it finds part of
 * a case, where enough money is at stake and it has not been told before.
 * @returns how many findings were new
 */
export async function watchCustomer(deps: ActivityDeps, customer: CustomerHead, now: Instant): Promise<number> {
  const from = addDays(dayAt(now, customer.timeZone), -LOOKED_AT_DAYS);
  const usage = await loadUsage(deps.db, customer.id, from);
  const activity = await toldActivity(deps.db, customer.id, now - REMEMBERED_DAYS * MS_PER_DAY);
  if (usage === undefined && activity.length === 0) return 0;
  const agreed = [...(await agreedWith(deps.db, customer)), ...(await grantedAdministrators(deps.db, customer))];
  const { currency, statements } = usage ?? { currency: customer.currency, statements: [] };
  const settings = watchSettings(currency);
  const history = { currency, statements, timeZone: customer.timeZone, activity, agreed };
  const findings = watch(history, now, settings);
  if (!worthACase(findings, settings)) return 0;
  const before = await foundBefore(deps.db, customer.id, currency);
  const news = newsAmong(findings, before, now, await lastFraudVerdict(deps.db, customer.id));
  // What was told and judged has no weight any more; while somebody is looking, all that is new belongs to the case.
  const told = worthACase(news, settings) || (await isSuspected(deps.db, customer.id)) ? news : [];
  let taken = 0;
  for (const finding of told) if (await take(deps, customer, finding)) taken += 1;
  // Last: after a crash in between the same is news again, and each finding is taken once by its occurrence.
  await keepFound(deps.db, customer.id, currency, foundNow(findings, told, before, now));
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
