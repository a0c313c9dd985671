import type { Instant } from '../domain/calendar/day.ts';

/** An instant as PostgreSQL takes and gives it. Both sides keep milliseconds, so nothing is lost. */
export function toDate(instant: Instant): Date {
  return new Date(instant);
}

/** As `toDate`; null where it has not come to be. */
export function toDateOrNull(instant: Instant | null): Date | null {
  return instant === null ? null : toDate(instant);
}

export function toInstant(date: Date): Instant {
  return date.getTime();
}

/** An instant inside JSON that PostgreSQL turns into a `timestamptz`. */
export function toIso(instant: Instant): string {
  return new Date(instant).toISOString();
}
