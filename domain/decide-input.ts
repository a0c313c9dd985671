import type { Instant } from './calendar/day.ts';
import type { PendingCommand } from './commands/command.ts';
import type { IdPrefix } from './ids.ts';
import type { Policy } from './policy/policy.ts';

/** What a decision needs beside the facts. All of it is passed in: nothing here reads a clock or draws a number. */
export interface DecideInput {
  readonly policy: Policy;
  /** The active version of the customer's policy, which a frozen case takes on when it closes. */
  readonly activePolicyVersion: number;
  readonly now: Instant;
  readonly pending: readonly PendingCommand[];
  /** Makes an id with this prefix; the same calls give the same ids when a decision is made again. */
  readonly newId: (prefix: IdPrefix) => string;
}
