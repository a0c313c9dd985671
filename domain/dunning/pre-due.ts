import { addDays, type Day, dayAt } from '../calendar/day.ts';
import type { NextStep, StepRef } from '../decision.ts';
import type { PolicyStep } from '../policy/policy.ts';
import type { Standing } from '../receivables/standing.ts';
import { checkConditions } from './conditions.ts';
import { firstAllowedOn, type LadderContext } from './ladder-context.ts';
import { type LadderAnswer, NOTHING } from './ladder-answer.ts';
import { fallsOn, isPreDue, latestDay, preDueOccurrence, type Rung } from './offsets.ts';
import { nonEvent, opportunityFor } from './opportunity.ts';

/**
 * A look at the ladder while nothing collectible is overdue: steps before the next due day, each once for that day. One
 * that cannot be done by then lapses when the case opens (`preDueLapses`); what comes next is then the case's first rung.
 */
export function lookBeforeDue(context: LadderContext): LadderAnswer {
  const due = context.standing.nextDue;
  if (due === null) return NOTHING;
  const rung = context.rungs.find((candidate) => isPreDue(candidate) && !isSettled(context, candidate, due));
  if (rung === undefined) return { ...NOTHING, nextStep: firstAfter(context, due) };
  const { step } = rung;
  const day = dayOf(context, rung, due);
  const { at, nonEvents } = opportunityFor(context, step, day);
  if (at === null) return { ...NOTHING, nonEvents };
  if (dayAt(at, context.account.traits.timeZone) > due)
    return { ...NOTHING, nonEvents, nextStep: firstAfter(context, due) };
  const conditions = checkConditions(step, asOfDue(context.standing, due));
  if (!conditions.holds) {
    const held = day <= context.today ? [nonEvent(step, conditions.because ?? 'condition')] : [];
    return { ...NOTHING, nonEvents: held, nextStep: firstAfter(context, due) };
  }
  const nextStep: NextStep = { at, kind: step.kind, step: step.key, because: `${due} is the next due day` };
  if (at > context.now) return { ...NOTHING, nonEvents, nextStep, lookAgainAt: at };
  const ref: StepRef = { case: null, step: step.key, occurrence: preDueOccurrence(due), anchor: due, jumped: false };
  return { ...NOTHING, nextStep, due: { ref, step, jumped: [] } };
}

/** Pre-due steps that were not done for `due`, which has passed: they lapse, visibly. */
export function openPreDueSteps(context: LadderContext, due: Day): readonly PolicyStep[] {
  return context.rungs.filter((rung) => isPreDue(rung) && !isSettled(context, rung, due)).map((rung) => rung.step);
}

function isSettled({ account }: LadderContext, rung: Rung, due: Day): boolean {
  return account.dunning.preDue.has(`${rung.step.key}/${preDueOccurrence(due)}`);
}

function dayOf({ account, rungs, today }: LadderContext, rung: Rung, due: Day): Day {
  const days: Day[] = [fallsOn(due, rung, []), today];
  if (account.dunning.lastStepOn !== null) days.push(addDays(account.dunning.lastStepOn, 1));
  const below = rungs[rung.index - 1];
  const belowDone = below && account.dunning.preDue.get(`${below.step.key}/${preDueOccurrence(due)}`);
  if (rung.step.after.from === 'previous' && belowDone) days.push(addDays(belowDone, rung.step.after.days));
  return latestDay(days);
}

/** What is about to fall due, seen as the debt that the step's `when` is about. */
function asOfDue(standing: Standing, due: Day): Standing {
  const falling = standing.items.filter((entry) => entry.item.effectiveDueOn === due && entry.collectible > 0n);
  return {
    ...standing,
    collectible: falling.reduce((sum, entry) => sum + entry.collectible, 0n),
    collectibleCount: new Set(falling.map((entry) => entry.item.invoice)).size,
    anchor: due,
  };
}

/** The first rung of the case that opens once `due` has passed unpaid. Only shown: it is decided upon then. */
function firstAfter(context: LadderContext, due: Day): NextStep | null {
  const rung = context.rungs.find((candidate) => !isPreDue(candidate));
  if (rung === undefined) return null;
  const { key, kind } = rung.step;
  const at = firstAllowedOn(context, latestDay([fallsOn(due, rung, context.pauses), addDays(due, 1)]));
  return { at, kind, step: key, because: `${due} is the next due day` };
}
