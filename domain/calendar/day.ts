import { formatEpochDay, MS_PER_DAY, parseEpochDay } from './epoch-day.ts';
import { offsetAt, transitionBetween } from './zone-offsets.ts';

/** A calendar day, `YYYY-MM-DD`, 1900 to 9999. Says nothing about a time zone. */
export type Day = string;

/** A point in time: epoch milliseconds. Who speaks of business time or wall time says which. */
export type Instant = number;

/** ISO weekday, 1 = Monday … 7 = Sunday. */
export type Weekday = 1 | 2 | 3 | 4 | 5 | 6 | 7;

export function isDay(value: unknown): value is Day {
  return typeof value === 'string' && parseEpochDay(value) !== undefined;
}

/** @throws RangeError when `day` is no calendar day, as do all functions here. */
export function addDays(day: Day, days: number): Day {
  return formatEpochDay(epochDay(day) + days);
}

/** Days from `from` to `to`; negative when `to` is earlier. */
export function daysBetween(from: Day, to: Day): number {
  return epochDay(to) - epochDay(from);
}

export function compareDays(left: Day, right: Day): -1 | 0 | 1 {
  if (left === right) return 0;
  return left < right ? -1 : 1;
}

export function weekdayOf(day: Day): Weekday {
  return WEEK[(((epochDay(day) + 3) % 7) + 7) % 7] ?? 1;
}

/** The first and the last day of the month in which `day` lies. */
export function monthOf(day: Day): readonly [first: Day, last: Day] {
  const first = `${day.slice(0, 8)}01`;
  return [first, addDays(`${addDays(first, 31).slice(0, 8)}01`, -1)];
}

/** The calendar day that it is at `instant` in `timeZone`. @throws RangeError for an unknown zone. */
export function dayAt(instant: Instant, timeZone: string): Day {
  const localDay = Math.floor((instant + offsetAt(instant, timeZone)) / MS_PER_DAY);
  let text = dayTexts.get(localDay);
  if (text === undefined) {
    if (dayTexts.size >= MOST_DAY_TEXTS) dayTexts.clear();
    text = formatEpochDay(localDay);
    dayTexts.set(localDay, text);
  }
  return text;
}

/** The first instant of `day`. Where a zone skips midnight (Cairo in April), that is after midnight. */
export function startOfDay(day: Day, timeZone: string): Instant {
  return instantOfLocal(epochDay(day) * MS_PER_DAY, timeZone);
}

/**
 * The instant at which a wall clock in `timeZone` shows `time` (`HH:MM`, `24:00` being the end of the day) on `day`. A time
 * that daylight saving skips gives the next instant that exists, one that comes twice gives the first.
 */
export function instantAt(day: Day, time: string, timeZone: string): Instant {
  return instantOfLocal(epochDay(day) * MS_PER_DAY + minutesOf(time) * 60_000, timeZone);
}

/** Minutes since midnight of `HH:MM`, 0 to 1440. @throws RangeError when it is no such time. */
export function minutesOf(time: string): number {
  if (!/^(?:[01]\d|2[0-3]):[0-5]\d$|^24:00$/.test(time)) throw new RangeError(`not a time of day: ${time}`);
  return Number(time.slice(0, 2)) * 60 + Number(time.slice(3));
}

/** An IANA name that this engine knows. A fixed offset such as `+01:00` is none: it would miss daylight saving. */
export function isTimeZone(name: string): boolean {
  if (!/^[A-Za-z]/.test(name)) return false;
  try {
    offsetAt(0, name);
    return true;
  } catch {
    return false;
  }
}

const WEEK: readonly Weekday[] = [1, 2, 3, 4, 5, 6, 7];
const MOST_DAY_TEXTS = 50_000;
const dayTexts = new Map<number, Day>();

function epochDay(day: Day): number {
  const known = parseEpochDay(day);
  if (known === undefined) throw new RangeError(`not a calendar day: ${day}`);
  return known;
}

/** `local` is wall time read as if it were UTC. The offsets a day to either side are the only ones that can apply. */
function instantOfLocal(local: number, timeZone: string): Instant {
  const earlier = local - offsetAt(local - MS_PER_DAY, timeZone);
  const later = local - offsetAt(local + MS_PER_DAY, timeZone);
  const matching = [earlier, later].filter((instant) => instant + offsetAt(instant, timeZone) === local);
  if (matching.length > 0) return Math.min(...matching);
  return (
    transitionBetween(Math.min(earlier, later) - 1, Math.max(earlier, later), timeZone) ?? Math.max(earlier, later)
  );
}
