import type { CustomerHead } from '../../db/customers.ts';
import type { Instant } from '../../domain/calendar/day.ts';

/** The business instant that the run's own clock shows; on a test clock that is moved by the fixed shift of its start. */
export function runInstant({ clock }: Pick<CustomerHead, 'clock'>, runTime: Instant): Instant {
  return clock.mode === 'live' ? runTime : runTime + clock.shiftMs;
}

/**
 * The business instant of a turn. A live life follows the wall clock, but never behind its own timer, so that a server
 * clock that is a little ahead does not make it look too early. A test clock's run keeps its own time. Business time
 * never goes back.
 */
export function businessNow(customer: Pick<CustomerHead, 'clock'>, runTime: Instant, wallNow: Instant): Instant {
  return Math.max(runInstant(customer, runTime), wallNow + customer.clock.offsetMs);
}

/** More than a slow first turn can account for: then the shift on record is that of a run which had been moved. */
const STALE_SHIFT_MS = 600_000;

/**
 * The shift of a run that begins, where it is not the one on record; else null. A new run's clock starts at the wall's,
 * whatever an earlier run of the customer was moved by (a wiped server, a run that ended), and business time must go on.
 */
export function shiftOfNewRun(
  { clock }: Pick<CustomerHead, 'clock'>,
  runTime: Instant,
  wallNow: Instant,
): number | null {
  const now = wallNow + clock.offsetMs;
  const isBehind = now - runInstant({ clock }, runTime) > STALE_SHIFT_MS;
  return clock.mode === 'test' && isBehind ? now - runTime : null;
}
