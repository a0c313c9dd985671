import { businessNow, findCustomer } from '../../db/customers.ts';
import { stateUsage } from '../../db/usage.ts';
import { putUsageDetail, usageDetail } from '../../db/usage-detail.ts';
import { type AskedExport, stagedDays } from '../../db/usage-exports.ts';
import { dayAt, monthOf } from '../../domain/calendar/day.ts';
import { unratedDay } from '../../domain/usage/export-periods.ts';
import { restateDays } from '../../domain/usage/restate-days.ts';
import { changedDetail } from '../../domain/usage/usage-detail.ts';
import type { ActivityDeps } from '../deps.ts';
import { watchCustomer } from './watch-usage.ts';

/**
 * States a customer's month by what an export says of him, where that is news, and watches him.
 * @returns how many findings were new
 */
export async function restateCustomer(
  deps: ActivityDeps,
  customerId: string,
  { id, currency, period }: AskedExport,
): Promise<number> {
  const { db, wallNow } = deps;
  const customer = await findCustomer(db, customerId);
  const staged = await stagedDays(db, id, customerId);
  const [first] = staged.keys();
  if (customer === undefined || first === undefined) return 0;
  const today = dayAt(businessNow(customer, wallNow()), 'UTC');
  const rated = [...staged].flatMap(([day, lines]) => lines.map((line) => ({ ...line, day })));
  const knownAt = await stateUsage(db, { customerId, currency, day: first }, wallNow(), (known, at) => {
    const newest = unratedDay(
      period,
      today,
      known.map(({ day }) => day),
    );
    return restateDays(known, rated, newest, at);
  });

  const [from, to] = monthOf(first);
  const detail = await usageDetail(db, customerId, { from, to });
  const changed = changedDetail(detail?.currency === currency ? detail.days : [], staged);
  await putUsageDetail(db, customerId, currency, changed, knownAt);
  // Also where nothing is stated anew: an attempt before this one may have ended between the two.
  return await watchCustomer(deps, customer, knownAt);
}
