import type { CustomerHead } from '../../db/customers.ts';
import type { Instant } from '../../domain/calendar/day.ts';

/**
 * The business instant of a turn. A live life follows the wall clock, but never behind its own timer, so that a server
 * clock that is a little ahead does not make it look too early. A test clock's run keeps its own time, moved by the
 * fixed shift of its start. Business time never goes back.
 */
export function businessNow(customer: CustomerHead, runTime: Instant, wallNow: Instant): Instant {
  const now = customer.clock.mode === 'live' ? Math.max(wallNow, runTime) : runTime + customer.clock.shiftMs;
  return Math.max(now, customer.clock.mode === 'test' ? wallNow + customer.clock.offsetMs : now);
}
