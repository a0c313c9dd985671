import type { Account } from '../account/account.ts';
import { addDays, type Day, dayAt } from '../calendar/day.ts';
import type { Policy } from '../policy/policy.ts';
import { DEFAULT_RHYTHM } from '../policy/review-rhythm.ts';

export interface ReviewDue {
  readonly on: Day;
  readonly because: 'yearly' | 'deviation';
}

/**
 * When the customer is to be looked at again (practices 7 and 19): so many days after he was verified or reviewed last, or
 * registered; at once when something was not as agreed since. @param deviatedOn day of the first such thing since that look
 */
export function reviewDue(account: Account, policy: Policy, deviatedOn: Day | null): ReviewDue {
  const from = account.known.knownOn ?? dayAt(account.registeredAt, account.traits.timeZone);
  const yearly = addDays(from, (policy.review ?? DEFAULT_RHYTHM).everyDays);
  return deviatedOn !== null && deviatedOn < yearly
    ? { on: deviatedOn, because: 'deviation' }
    : { on: yearly, because: 'yearly' };
}
