import type { Day } from '../calendar/day.ts';
import type { Money } from '../money.ts';

/** The rules by name, one file each in `rules/`. */
export type RuleName =
  | 'sudden-region'
  | 'sudden-service'
  | 'spend-times-n'
  | 'night-growth'
  | 'creeping-spend'
  | 'mass-creation'
  | 'new-administrator'
  | 'mfa-off'
  | 'budget-deleted'
  | 'guest-made-administrator';

/** Something that one rule saw. The same rule, subject and day are the same finding, however often one looks. */
export interface Finding {
  readonly rule: RuleName;
  /** Number of the practice that the rule serves. */
  readonly practice: number;
  /** Day of the usage, or the customer's day on which it was done. */
  readonly day: Day;
  /** The region, service, kind, user … that it is about; `all` for the customer as a whole. */
  readonly subject: string;
  /** The figures that made the rule speak: money in minor units (bigint), counts and per cents as numbers. */
  readonly why: Readonly<Record<string, bigint | number | string>>;
  /** What it costs if nobody acts for `daysAhead`; for activity, what the settings put on it. */
  readonly atStake: Money;
  /** Whether `atStake` was reckoned from usage: two such findings of a look may speak of the same money. */
  readonly from: 'usage' | 'activity';
}
