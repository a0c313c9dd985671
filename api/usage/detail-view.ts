import type { z } from 'zod';
import type { usage, usageQuery } from '../../contracts/usage.ts';
import type { Db } from '../../db/database.ts';
import { usageDetail } from '../../db/usage-detail.ts';
import { addDays, type Day, daysBetween } from '../../domain/calendar/day.ts';
import { Refusal } from '../../domain/errors.ts';
import { money } from '../../domain/money.ts';
import { sumBy } from '../../domain/usage/usage-detail.ts';

const SPAN_DAYS = 30;
const LONGEST_SPAN_DAYS = 92;

/** The consumption of a span of days by one of its parts (practice 21); null where nobody asked. @throws Refusal for a bad span */
export async function detailView(
  db: Db,
  customerId: string,
  today: Day,
  { by, from: first, to = today }: z.output<typeof usageQuery>,
): Promise<z.output<typeof usage>['detail']> {
  if (by === undefined) return null;
  const from = first ?? addDays(to, 1 - SPAN_DAYS);
  const length = daysBetween(from, to) + 1;
  if (length < 1 || length > LONGEST_SPAN_DAYS)
    throw new Refusal('malformed', 'the span of days cannot be shown', [
      { pointer: 'to', message: `must be from 0 to ${LONGEST_SPAN_DAYS - 1} days after \`from\`` },
    ]);
  const detail = await usageDetail(db, customerId, { from, to });
  if (detail === undefined) return { by, from, to, knownUntil: null, total: null, items: [] };
  const { currency, days } = detail;
  const parts = sumBy(
    by,
    days.flatMap(({ lines }) => lines),
  );
  return {
    by,
    from,
    to,
    knownUntil: days.findLast(({ lines }) => lines.length > 0)?.day ?? null,
    total: money(
      parts.reduce((sum, { cost }) => sum + cost, 0n),
      currency,
    ),
    items: parts.map(({ part, name, cost }) => ({ part, name, cost: money(cost, currency) })),
  };
}
