import type { Day, Instant } from '../calendar/day.ts';
import type { NonEvent } from '../decision.ts';
import type { PolicyStep } from '../policy/policy.ts';
import { firstAllowedOn, type LadderContext, pausedUntil } from './ladder-context.ts';
import { latestDay } from './offsets.ts';

/** When a step may be done; `at` is null while it waits for somebody to say whose money it is. */
export interface Opportunity {
  readonly at: Instant | null;
  /** What holds it back although its day has come. */
  readonly nonEvents: readonly NonEvent[];
}

/**
 * The first instant at which a step that falls on `day` may be done: within the send window, not during a pause, and not
 * while unmatched money may be this customer's.
 */
export function opportunityFor(context: LadderContext, step: PolicyStep, day: Day): Opportunity {
  const hasCome = day <= context.today;
  const [suspected] = context.account.suspectedMoney;
  if (hasCome && suspected !== undefined) {
    const [payment, { because }] = suspected;
    return { at: null, nonEvents: [nonEvent(step, 'unmatchedMoney', { payment, because })] };
  }
  const until = pausedUntil(context);
  if (until === null) return { at: firstAllowedOn(context, day), nonEvents: [] };
  return {
    at: firstAllowedOn(context, latestDay([day, until])),
    nonEvents: hasCome ? [nonEvent(step, 'paused', { until })] : [],
  };
}

export function nonEvent(step: PolicyStep, because: string, detail: Readonly<Record<string, string>> = {}): NonEvent {
  return { what: `step:${step.key}`, because, detail };
}
