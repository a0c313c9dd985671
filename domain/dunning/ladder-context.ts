import type { Account, Pause } from '../account/account.ts';
import { nextAllowedInstant } from '../calendar/business-days.ts';
import { type Day, dayAt, type Instant, startOfDay } from '../calendar/day.ts';
import type { Policy } from '../policy/policy.ts';
import type { RiskTier } from '../policy/tier-terms.ts';
import { type Standing, standing } from '../receivables/standing.ts';
import { type Rung, rungsOf } from './offsets.ts';
import { paceOf } from './pace-of.ts';

/** All that the ladder's rules look at: one customer, one policy version, one business instant. */
export interface LadderContext {
  readonly account: Account;
  readonly policy: Policy;
  readonly now: Instant;
  readonly today: Day;
  readonly standing: Standing;
  /** The ladder, with its days at the pace that counts now. */
  readonly rungs: readonly Rung[];
  readonly pace: RiskTier | null;
  /** Pauses during which the ladder's clock stands still: none where the policy lets age run. */
  readonly pauses: readonly Pause[];
}

export function ladderContext(account: Account, policy: Policy, now: Instant): LadderContext {
  const today = dayAt(now, account.traits.timeZone);
  const pace = paceOf(account, policy);
  return {
    account,
    policy,
    now,
    today,
    standing: standing(account, today, policy.promise.toleranceDays),
    rungs: rungsOf(policy, pace),
    pace,
    pauses: policy.onResume === 'clockStops' ? account.dunning.pauses : [],
  };
}

/** The first instant at or after `from` at which the policy lets something be done to this customer. */
export function firstAllowed(context: LadderContext, from: Instant): Instant {
  const { policy, account } = context;
  const holidays = policy.holidays === 'customer' ? account.traits.country : policy.holidays;
  return nextAllowedInstant(from, { window: policy.sendWindow, holidays, timeZone: account.traits.timeZone });
}

/** The first allowed instant of `day` or after it, never before now. */
export function firstAllowedOn(context: LadderContext, day: Day): Instant {
  return firstAllowed(context, Math.max(dayStarts(context, day), context.now));
}

/** Start of a day in the customer's time zone. */
export function dayStarts(context: LadderContext, day: Day): Instant {
  return startOfDay(day, context.account.traits.timeZone);
}

/** Whether a person lets dunning rest today. */
export function isPaused({ account, today }: LadderContext): boolean {
  const { pausedUntil } = account.dunning;
  return pausedUntil !== null && today < pausedUntil;
}
