import type { Instant } from '../calendar/day.ts';
import type { NextStep, NonEvent, StepRef } from '../decision.ts';
import type { PolicyStep } from '../policy/policy.ts';

/** A task or an approval that a person must see to before the ladder can go on; `key` names it once. */
export interface Wanted {
  readonly what: 'task' | 'approval';
  readonly key: string;
  readonly code: string;
}

/** What the ladder says now: a rung to do, or why not and when to look again. */
export interface LadderAnswer {
  readonly due: { readonly ref: StepRef; readonly step: PolicyStep; readonly jumped: readonly StepRef[] } | null;
  readonly nextStep: NextStep | null;
  readonly lookAgainAt: Instant | null;
  readonly nonEvents: readonly NonEvent[];
  readonly wanted: readonly Wanted[];
}

export const NOTHING: LadderAnswer = Object.freeze({
  due: null,
  nextStep: null,
  lookAgainAt: null,
  nonEvents: [],
  wanted: [],
});
