import { addDays, type Day } from '../calendar/day.ts';
import type { StepRef } from '../decision.ts';
import type { PolicyStep } from '../policy/policy.ts';
import type { LadderContext } from './ladder-context.ts';
import { fallsOn, isPreDue, type Rung } from './offsets.ts';

/** A rung counted from the next due day while nothing collectible is overdue. */
export interface PreDueRung {
  readonly step: PolicyStep;
  readonly ref: StepRef;
  readonly day: Day;
  /** Only shown as what comes next: it belongs to the case that opens once the day has passed unpaid. */
  readonly afterDue: boolean;
}

/** The occurrence of a pre-due step: once per due day. */
export function preDueOccurrence(due: Day): string {
  return `pre.${due}`;
}

/** The first rung before the next due day that was neither done nor lapsed; else the first rung after it, for display. */
export function preDueRung(context: LadderContext): PreDueRung | null {
  const { account, standing, rungs, today } = context;
  const due = standing.nextDue;
  if (due === null) return null;
  const occurrence = preDueOccurrence(due);
  const ref = (rung: Rung, asOccurrence: string): StepRef => ({
    case: null,
    step: rung.step.key,
    occurrence: asOccurrence,
    anchor: due,
    jumped: false,
  });
  for (const rung of rungs.filter(isPreDue)) {
    if (account.dunning.preDue.has(`${rung.step.key}/${occurrence}`)) continue;
    const days: Day[] = [fallsOn(due, rung, 0), today];
    if (account.dunning.lastStepOn !== null) days.push(addDays(account.dunning.lastStepOn, 1));
    const below = rungs[rung.index - 1];
    const belowDone = below && account.dunning.preDue.get(`${below.step.key}/${occurrence}`);
    if (rung.step.after.from === 'previous' && belowDone) days.push(addDays(belowDone, rung.step.after.days));
    return { step: rung.step, ref: ref(rung, occurrence), day: latest(days), afterDue: false };
  }
  const first = rungs.find((rung) => !isPreDue(rung));
  return first ? { step: first.step, ref: ref(first, ''), day: fallsOn(due, first, 0), afterDue: true } : null;
}

function latest(days: readonly Day[]): Day {
  return days.reduce((late, day) => (day > late ? day : late));
}
