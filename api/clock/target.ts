import { Temporal } from 'temporal-polyfill';
import type { ClockAdvance } from '../../contracts/clock.ts';
import type { Instant } from '../../domain/calendar/day.ts';
import { Refusal } from '../../domain/errors.ts';

/**
 * Where an advance leads to. A duration is counted in the customer's time zone: `P1D` is the same time on the next day,
 * also when the clocks change in between.
 * @throws Refusal `clock_backwards`
 */
export function targetOf(advance: ClockAdvance, now: Instant, timeZone: string): Instant {
  const target = 'to' in advance ? advance.to : after(now, advance.by, timeZone);
  if (target < now) throw new Refusal('clock_backwards', `the customer's now is ${new Date(now).toISOString()}`);
  return target;
}

function after(now: Instant, duration: string, timeZone: string): Instant {
  return Temporal.Instant.fromEpochMilliseconds(now).toZonedDateTimeISO(timeZone).add(Temporal.Duration.from(duration))
    .epochMilliseconds;
}
