import type { Day, Instant } from '../calendar/day.ts';
import type { ActivityRecord } from './activity-record.ts';
import type { Agreed } from './agreed.ts';

/** Region of what is known from the month's figures only, which name none (contract §8.2). */
export const UNKNOWN_REGION = 'unknown';

/** What one kind of resource of one service cost in one region on one day, before tax. */
export interface UsageLine {
  /** Azure's name of the region, such as `polandcentral`, or `UNKNOWN_REGION`. */
  readonly region: string;
  readonly service: string;
  /** Kind of resource within the service, such as a series of machines. */
  readonly kind: string;
  /** Minor units of the history's currency. */
  readonly cost: bigint;
  /** The part of `cost` that fell between 22:00 and 06:00 of the customer's time; null where the source has no hours. */
  readonly night: bigint | null;
}

/**
 * All lines of one day as Microsoft stated them at one time. Figures are estimates, a day old at best, late at times and
 * stated anew later (contract §8, practice 61): a statement that became known later replaces the earlier one of its day whole,
 * so that a line which Microsoft took back does not linger.
 */
export interface UsageStatement {
  readonly day: Day;
  readonly knownAt: Instant;
  readonly lines: readonly UsageLine[];
}

/** What is on record of one customer's consumption, in any order. All money is in minor units of `currency` (ISO 4217). */
export interface UsageHistory {
  readonly currency: string;
  /** IANA zone of the customer, for days and nights of the activity. */
  readonly timeZone: string;
  readonly statements: readonly UsageStatement[];
  readonly activity: readonly ActivityRecord[];
  readonly agreed: readonly Agreed[];
}

/** The statement that holds for each day: the one that became known last. */
export function latestStatements(statements: readonly UsageStatement[]): readonly UsageStatement[] {
  return [...new Map(statements.toSorted((a, b) => a.knownAt - b.knownAt).map((one) => [one.day, one])).values()];
}
