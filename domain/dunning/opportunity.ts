import type { Day, Instant } from '../calendar/day.ts';
import type { NonEvent } from '../decision.ts';
import type { PolicyStep } from '../policy/policy.ts';
import { dayStarts, firstAllowed, isPaused, type LadderContext } from './ladder-context.ts';
import { latestDay } from './offsets.ts';

/** When a step may be done. */
export interface Opportunity {
  /** The first instant from now on; null while it waits for somebody to say whose money it is. */
  readonly at: Instant | null;
  /** Whether its time has come, though it may be night again by now. */
  readonly hasCome: boolean;
  /** What holds it back on its day. */
  readonly nonEvents: readonly NonEvent[];
}

/**
 * The first instant at which a step that falls on `day` may be done: within the send window, not during a pause, and not
 * while unmatched money may be this customer's.
 */
export function opportunityFor(context: LadderContext, step: PolicyStep, day: Day): Opportunity {
  const until = context.account.dunning.pausedUntil ?? day;
  const first = firstAllowed(context, dayStarts(context, latestDay([day, until])));
  const hasCome = first <= context.now;
  const [suspected] = context.account.suspectedMoney;
  if (hasCome && suspected !== undefined) {
    const [payment, { because }] = suspected;
    return { at: null, hasCome, nonEvents: [nonEvent(step, 'unmatchedMoney', { payment, because })] };
  }
  return {
    at: hasCome ? firstAllowed(context, context.now) : first,
    hasCome,
    nonEvents: pausedOn(context, step, day),
  };
}

/** Said of a step whose day falls into the pause, from the beginning of the pause on: whoever looks sees what will not be done. */
export function pausedOn(context: LadderContext, step: PolicyStep, day: Day): readonly NonEvent[] {
  const until = context.account.dunning.pausedUntil;
  return until !== null && isPaused(context) && day < until ? [nonEvent(step, 'paused', { until })] : [];
}

export function nonEvent(step: PolicyStep, because: string, detail: Readonly<Record<string, string>> = {}): NonEvent {
  return { what: `step:${step.key}`, because, detail };
}
