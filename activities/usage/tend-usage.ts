import { Context } from '@temporalio/activity';
import { PartnerCenterError } from '../../adapters/partner-center/partner-center-error.ts';
import type { CustomerUsage } from '../../adapters/partner-usage/port.ts';
import type { RoundReport } from '../../contracts/round-activities.ts';
import { activityMark, moveActivityMark } from '../../db/activity.ts';
import type { CustomerHead } from '../../db/customers.ts';
import { listedCustomers, putUsageMark, type UsageMark } from '../../db/usage.ts';
import type { ActivityDeps } from '../deps.ts';
import { sendAlerts } from '../budget/send-alerts.ts';
import { watchBudget } from '../budget/watch-budget.ts';
import { sideBySide } from '../side-by-side.ts';
import { monthSoFar, pullUsage } from './pull-usage.ts';
import { watchCustomer } from './watch-usage.ts';

/** So many rows of the list are held against ours at once, and so many customers read side by side. */
const PAGE = 500;
const WIDTH = 4;
/** Names its mark: when it was read last. */
export const USAGE = 'usage';

/**
 * The daily look at what is consumed (practices 17, 18), whether or not it is billed by use. One call lists every
 * customer's month; only those whose figures have changed are read in detail and watched. One customer who cannot be
 * read does not keep the others from being watched.
 * @returns how many customers are on the list, and how many cases had news
 */
export async function tendUsage(deps: ActivityDeps): Promise<RoundReport> {
  const list = await deps.partnerUsage.customers();
  let woken = 0;
  for (let start = 0; start < list.length; start += PAGE) {
    Context.current().heartbeat(start);
    const page = list.slice(start, start + PAGE);
    const ours = await listedCustomers(
      deps.db,
      page.map(({ customerTenantId }) => customerTenantId),
    );
    const changed = page.flatMap((row) => {
      const one = ours.get(row.customerTenantId);
      return one === undefined || isAsBefore(row, one.mark) ? [] : [{ row, customer: one.customer }];
    });
    const news = await sideBySide(changed, WIDTH, async ({ row, customer }) => {
      Context.current().heartbeat(start);
      return await tendCustomer(deps, customer, row);
    });
    woken += news.reduce((sum, count) => sum + count, 0);
  }
  await noteRead(deps);
  await sendAlerts(deps);
  return { looked: list.length, woken };
}

/** Where this is missing for a day, an alarm sounds: nobody would notice that nothing is watched. */
async function noteRead({ db, wallNow }: ActivityDeps): Promise<void> {
  const now = wallNow();
  await activityMark(db, USAGE, now);
  await db.transaction().execute((trx) => moveActivityMark(trx, USAGE, now, now));
}

function isAsBefore({ totalCost, budget }: CustomerUsage, mark: UsageMark | undefined): boolean {
  return mark?.total === totalCost && mark.budget === budget;
}

/**
 * The list's figures count as seen when everything that hangs on them is done: what was cut off in between is done by the next
 * look, and nothing of it twice.
 */
async function tendCustomer(deps: ActivityDeps, customer: CustomerHead, row: CustomerUsage): Promise<number> {
  const { totalCost: total, budget, customerTenantId: tenant } = row;
  try {
    const month = await monthSoFar(deps, customer, row);
    const knownAt = await pullUsage(deps, customer.id, tenant, month);
    await watchBudget(deps, customer.id, row, month);
    const news = await watchCustomer(deps, customer, knownAt);
    const { currency } = month;
    await putUsageMark(deps.db, customer.id, { total, budget, currency, seenAt: knownAt, changedAt: deps.wallNow() });
    return news;
  } catch (error) {
    if (error instanceof PartnerCenterError)
      deps.log.warn({ code: error.code, kind: error.kind, tenant }, 'usage could not be read');
    else deps.log.error({ err: error, customerId: customer.id }, 'usage could not be watched');
    return 0;
  }
}
