import type { Instant } from '../calendar/day.ts';
import type { HygieneSettings } from './settings.ts';

const DAY_MS = 86_400_000;

/**
 * Whether a customer's next review is to be opened. The first one comes on a day of the customer's own within a period, so
 * that a book that is imported at once is not written to at once.
 */
export function isReviewDue(
  customer: { readonly id: string; readonly createdAt: Instant; readonly lastOpenedAt: Instant | null },
  { everyDays }: HygieneSettings,
  now: Instant,
): boolean {
  const { id, createdAt, lastOpenedAt } = customer;
  if (lastOpenedAt !== null) return now >= lastOpenedAt + everyDays * DAY_MS;
  return now >= createdAt + ownDay(id, everyDays) * DAY_MS;
}

function ownDay(id: string, everyDays: number): number {
  return Array.from(id).reduce((day, sign) => (day * 31 + (sign.codePointAt(0) ?? 0)) % everyDays, 0);
}
