import { addDays, type Day, dayAt, type Instant, instantAt, minutesOf, weekdayOf } from './day.ts';
import { isHoliday } from './holidays.ts';

/** Whose public holidays count: an ISO 3166-1 country, or `none`. */
export type HolidayCalendar = string;

/** Hours of the customer's day and ISO weekdays (1 = Monday) at which something may be done; `to` is exclusive. */
export interface ActionWindow {
  readonly from: string;
  readonly to: string;
  readonly weekdays: readonly number[];
}

export interface ActionCalendar {
  readonly window: ActionWindow;
  readonly holidays: HolidayCalendar;
  readonly timeZone: string;
}

/** Whether anything may be done on `day` at all. Says nothing about due days: those follow the law, `due-day.ts`. */
export function isActionDay(
  day: Day,
  { weekdays, holidays }: { readonly weekdays: readonly number[]; readonly holidays: HolidayCalendar },
): boolean {
  return weekdays.includes(weekdayOf(day)) && (holidays === 'none' || !isHoliday(holidays, day));
}

/** Longer than any row of holidays; a calendar that allows nothing in it never will. */
const FURTHEST_DAYS = 400;

/**
 * The first instant not before `from` at which something may be done; `from` itself when it may be done now.
 *
 * @throws RangeError when the window never opens.
 */
export function nextAllowedInstant(from: Instant, { window, holidays, timeZone }: ActionCalendar): Instant {
  if (minutesOf(window.from) >= minutesOf(window.to)) throw new RangeError(`empty window: ${window.from}–${window.to}`);
  const today = dayAt(from, timeZone);
  for (let ahead = 0; ahead <= FURTHEST_DAYS; ahead += 1) {
    const day = addDays(today, ahead);
    if (!isActionDay(day, { weekdays: window.weekdays, holidays })) continue;
    const instant = Math.max(from, instantAt(day, window.from, timeZone));
    if (instant < instantAt(day, window.to, timeZone)) return instant;
  }
  throw new RangeError('the window never opens');
}
