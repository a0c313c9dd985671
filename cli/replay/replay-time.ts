import { addDays, type Day, type Instant, instantAt, startOfDay } from '../../domain/calendar/day.ts';

/** When a day's facts are posted. */
export function factsAt(day: Day, timeZone: string): Instant {
  return instantAt(day, '07:00', timeZone);
}

/** When a life begins: at the start of the first day, so that the day's facts still lie ahead. */
export function lifeStartsAt(from: Day, timeZone: string): Instant {
  return startOfDay(from, timeZone);
}

/** Where a life is left: at the end of the last day, so that all that was due on it has been done. */
export function lifeEndsAt(to: Day, timeZone: string): Instant {
  return startOfDay(addDays(to, 1), timeZone) - 1_000;
}
