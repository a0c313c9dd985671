import type { Pause } from '../account/account.ts';
import { addDays, type Day, daysBetween } from '../calendar/day.ts';
import { atPace, daysAt } from '../policy/pace.ts';
import type { Policy, PolicyStep } from '../policy/policy.ts';
import type { RiskTier } from '../policy/tier-terms.ts';

/** m(i): days from the anchor at which each step falls; a `previous` step adds to the one before it (api-surface). */
export function stepOffsets(steps: readonly PolicyStep[]): readonly number[] {
  const offsets: number[] = [];
  for (const step of steps) {
    offsets.push(step.after.from === 'due' ? step.after.days : (offsets.at(-1) ?? 0) + step.after.days);
  }
  return offsets;
}

/** A step of the ladder with its place and its distance from the anchor. */
export interface Rung {
  readonly index: number;
  readonly step: PolicyStep;
  readonly offset: number;
}

/** The policy's ladder at a pace, lowest rung first. */
export function rungsOf(policy: Policy, pace: RiskTier | null = null): readonly Rung[] {
  const steps = atPace(policy.steps, daysAt(policy, pace));
  const offsets = stepOffsets(steps);
  return steps.map((step, index) => ({ index, step, offset: offsets[index] ?? 0 }));
}

/** Rungs that come before the due day have a negative distance; they never belong to a case. */
export function isPreDue(rung: Rung): boolean {
  return rung.offset < 0;
}

/** The day A + m(i), by a clock that stands still during `pauses`. */
export function fallsOn(anchor: Day, rung: Rung, pauses: readonly Pause[]): Day {
  return daysLater(anchor, rung.offset, pauses);
}

/**
 * The day on which a clock that started on `from` has run for `days`. It stands still during `pauses` (in order, never
 * overlapping); a pause that begins when it has got there changes nothing any more.
 */
export function daysLater(from: Day, days: number, pauses: readonly Pause[]): Day {
  let day = addDays(from, days);
  for (const pause of pauses) {
    const start = pause.from > from ? pause.from : from;
    if (start < day && start < pause.until) day = addDays(day, daysBetween(start, pause.until));
  }
  return day;
}

/** The occurrence of a pre-due step: once per due day. */
export function preDueOccurrence(due: Day): string {
  return `pre.${due}`;
}

export function latestDay(days: readonly Day[]): Day {
  return days.reduce((late, day) => (day > late ? day : late));
}
