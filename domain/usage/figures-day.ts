import { type Day, dayAt, type Instant, monthOf } from '../calendar/day.ts';
import { MS_PER_DAY } from '../calendar/epoch-day.ts';

/** Figures are refreshed once a day (contract §8.1) at an hour that is not published, and of the month before for a while yet. */
const AFTER_TURN_DAYS = 2;
/** Where Microsoft's month should turn by another clock than UTC's. */
const BEFORE_TURN_DAYS = 1;

/** What Microsoft says about when its figures are of; nulls where it does not say. */
export interface FiguresDate {
  readonly lastModifiedAt: Instant | null;
  /** Start of the period of billing. */
  readonly periodStart: Instant | null;
}

/** Whether one month turns into the next about now, so that only Microsoft can say of which of them its figures are. */
export function isNearTurn(now: Instant): boolean {
  const monthAt = (days: number): string => dayAt(now + days * MS_PER_DAY, 'UTC').slice(0, 7);
  return monthAt(-AFTER_TURN_DAYS) !== monthAt(BEFORE_TURN_DAYS);
}

/**
 * The newest day that figures of a month so far can speak of. The month is Microsoft's period, which is counted in UTC whatever
 * the customer's zone (contract §8.2): by his own calendar the whole month before would be booked on the first day of the
 * next one, or be taken off its days as soon as Microsoft begins anew.
 */
export function dayOfFigures({ lastModifiedAt, periodStart }: FiguresDate, now: Instant): Day {
  const today = dayAt(now, 'UTC');
  const seen = dayAt(Math.min(lastModifiedAt ?? now, now), 'UTC');
  const within = periodStart === null ? (isNearTurn(now) ? seen : today) : dayAt(periodStart, 'UTC');
  const [first, last] = monthOf(within);
  if (first <= seen && seen <= last) return seen;
  return today < first ? first : today > last ? last : today;
}
