import { businessNow, findCustomer } from '../../db/customers.ts';
import { loadUsage, recordStatements } from '../../db/usage.ts';
import { putUsageDetail, usageDetail } from '../../db/usage-detail.ts';
import { type AskedExport, stagedDays } from '../../db/usage-exports.ts';
import { dayAt, monthOf } from '../../domain/calendar/day.ts';
import { unratedDay } from '../../domain/usage/export-periods.ts';
import { restateDays } from '../../domain/usage/restate-days.ts';
import { changedDetail } from '../../domain/usage/usage-detail.ts';
import { latestStatements } from '../../domain/usage/usage-history.ts';
import type { ActivityDeps } from '../deps.ts';
import { watchCustomer } from './watch-usage.ts';

/**
 * States a customer's month by what an export says of him, where that is news, and watches him then.
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
  const now = businessNow(customer, wallNow());
  const [from, to] = monthOf(first);

  const stated = await loadUsage(db, customerId, from);
  const month = stated?.currency === currency ? stated.statements.filter(({ day }) => day <= to) : [];
  const known = latestStatements(month);
  const rated = [...staged].flatMap(([day, lines]) => lines.map((line) => ({ ...line, day })));
  const newest = unratedDay(
    period,
    dayAt(now, 'UTC'),
    known.map(({ day }) => day),
  );
  const statements = restateDays(known, rated, newest, now);
  await recordStatements(db, customerId, { currency, statements });

  const detail = await usageDetail(db, customerId, { from, to });
  const days = changedDetail(detail?.currency === currency ? detail.days : [], staged);
  await putUsageDetail(db, customerId, currency, days, now);
  return statements.length === 0 ? 0 : await watchCustomer(deps, customer, now);
}
