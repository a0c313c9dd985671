import type { Day, Instant } from '../domain/calendar/day.ts';
import type { DetailLine } from '../domain/usage/usage-detail.ts';
import type { Db } from './database.ts';
import { toIso } from './database-time.ts';
import { upsertRows } from './json-rows.ts';

export interface DetailedDay {
  readonly day: Day;
  readonly lines: readonly DetailLine[];
}

/** What each resource used of each meter on the days of a span, as stated last. Days of another currency are left out. */
export async function usageDetail(
  db: Db,
  customerId: string,
  { from, to }: { readonly from: Day; readonly to: Day },
): Promise<{ readonly currency: string; readonly days: readonly DetailedDay[] } | undefined> {
  const rows = await db
    .selectFrom('usage_detail')
    .select(['day', 'currency', 'lines'])
    .where('customer_id', '=', customerId)
    .where('day', '>=', from)
    .where('day', '<=', to)
    .orderBy('day')
    .execute();
  const currency = rows.at(-1)?.currency;
  if (currency === undefined) return undefined;
  const days = rows
    .filter((row) => row.currency === currency)
    .map(({ day, lines }) => ({ day, lines: lines.map(({ cost, ...line }) => ({ ...line, cost: BigInt(cost) })) }));
  return { currency, days };
}

/** States days anew; a day without lines is one that Microsoft took back. */
export async function putUsageDetail(
  db: Db,
  customerId: string,
  currency: string,
  days: readonly DetailedDay[],
  knownAt: Instant,
): Promise<void> {
  if (days.length === 0) return;
  const rows = days.map(({ day, lines }) => ({
    customer_id: customerId,
    day,
    known_at: toIso(knownAt),
    currency,
    lines: lines.map((line) => ({ ...line, cost: String(line.cost) })),
  }));
  await db.transaction().execute(async (trx) => {
    const put = upsertRows(
      'usage_detail',
      ['customer_id', 'day'],
      ['customer_id', 'day', 'known_at', 'currency', 'lines'],
      rows,
    );
    await trx.executeQuery(put(trx));
  });
}
