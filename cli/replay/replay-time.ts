import { type Day, type Instant, instantAt, startOfDay } from '../../domain/calendar/day.ts';

/** When a day's facts are posted. */
export function factsAt(day: Day, timeZone: string): Instant {
  return instantAt(day, '07:00', timeZone);
}

/** When a life begins: at the start of the first day, so that the day's facts still lie ahead. */
export function lifeStartsAt(from: Day, timeZone: string): Instant {
  return startOfDay(from, timeZone);
}

/**
 * Where a life is left: in the evening of the last day, when all that was due on it has been done and there are hours
 * left, on a clock that runs on, to look at how it ended.
 */
export function lifeEndsAt(to: Day, timeZone: string): Instant {
  return instantAt(to, '20:00', timeZone);
}
