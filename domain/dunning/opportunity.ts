import type { Day, Instant } from '../calendar/day.ts';
import type { NonEvent } from '../decision.ts';
import type { PolicyStep } from '../policy/policy.ts';
import { firstAllowedOn, type LadderContext, pausedUntil } from './ladder-context.ts';
import { latestDay } from './offsets.ts';

/** When a step may be done; `at` is null while it waits for somebody to say whose money it is. */
export interface Opportunity {
  readonly at: Instant | null;
  /** What holds it back on its day. */
  readonly nonEvents: readonly NonEvent[];
}

/**
 * The first instant at which a step that falls on `day` may be done: within the send window, not during a pause, and not
 * while unmatched money may be this customer's.
 */
export function opportunityFor(context: LadderContext, step: PolicyStep, day: Day): Opportunity {
  const until = pausedUntil(context);
  const at = firstAllowedOn(context, until === null ? day : latestDay([day, until]));
  if (until !== null && day < until) return { at, nonEvents: [nonEvent(step, 'paused', { until })] };
  const [suspected] = context.account.suspectedMoney;
  if (at > context.now || suspected === undefined) return { at, nonEvents: [] };
  const [payment, { because }] = suspected;
  return { at: null, nonEvents: [nonEvent(step, 'unmatchedMoney', { payment, because })] };
}

export function nonEvent(step: PolicyStep, because: string, detail: Readonly<Record<string, string>> = {}): NonEvent {
  return { what: `step:${step.key}`, because, detail };
}
