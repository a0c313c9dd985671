import { addDays, type Day } from '../calendar/day.ts';
import type { Policy, PolicyStep } from '../policy/policy.ts';

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

/** The policy's ladder, lowest rung first. */
export function rungsOf(policy: Policy): readonly Rung[] {
  const offsets = stepOffsets(policy.steps);
  return policy.steps.map((step, index) => ({ index, step, offset: offsets[index] ?? 0 }));
}

/** Rungs that come before the due day have a negative distance; they never belong to a case. */
export function isPreDue(rung: Rung): boolean {
  return rung.offset < 0;
}

/** The day A + m(i), moved on by the days for which the ladder stood still. */
export function fallsOn(anchor: Day, rung: Rung, stoodStill: number): Day {
  return addDays(anchor, rung.offset + stoodStill);
}
