import { addDays, type Day } from '../calendar/day.ts';
import { checkConditions, type ConditionAnswer } from './conditions.ts';
import type { LadderContext } from './ladder-context.ts';
import { daysLater, fallsOn, isPreDue, latestDay, preDueOccurrence, type Rung } from './offsets.ts';
import { earliestAfterWarning, warningsFor } from './proof-chain.ts';

/**
 * The first day on which a rung of the case may be done: A + m(i); a `previous` rung not before the day on which the
 * rung below was done + its days; never a day on which another step was done; and never nearer to its warning than
 * policy and terms allow (api-surface, "How the ladder goes"). An escalated rung is held by the last two only.
 */
export function dueDayOf(context: LadderContext, rung: Rung, escalated = false): Day {
  const { account, standing, pauses, today } = context;
  const days: Day[] = [standing.anchor ?? today];
  if (!escalated) {
    days.push(fallsOn(standing.anchor ?? today, rung, pauses));
    const below = doneBelow(context, rung);
    if (rung.step.after.from === 'previous' && below !== null)
      days.push(daysLater(below, rung.step.after.days, pauses));
  }
  if (account.dunning.lastStepOn !== null) days.push(addDays(account.dunning.lastStepOn, 1));
  for (const warning of warningsFor(context, rung.step)) {
    const warned = account.dunning.position.find((done) => done.step === warning.step.key);
    if (warned) days.push(earliestAfterWarning(context, rung, warning, warned.doneOn));
  }
  return latestDay(days);
}

/** The day on which a rung may be done as far as days and `when` go; null while only a change of the debt could let it. */
export function readyDay(
  context: LadderContext,
  rung: Rung,
  escalated: boolean,
): { readonly dueDay: Day; readonly day: Day | null; readonly conditions: ConditionAnswer } {
  const dueDay = dueDayOf(context, rung, escalated);
  const conditions = checkConditions(rung.step, context.standing);
  const { holds, fromDay } = conditions;
  if (escalated || (holds && fromDay === null)) return { dueDay, day: dueDay, conditions };
  return { dueDay, day: fromDay && latestDay([dueDay, fromDay]), conditions };
}

/** When the rung just below was done, in this case or, for a rung before the due day, for its anchor. */
function doneBelow({ account, rungs, standing }: LadderContext, rung: Rung): Day | null {
  const below = rungs[rung.index - 1];
  if (below === undefined) return null;
  if (!isPreDue(below)) return account.dunning.position.find((done) => done.step === below.step.key)?.doneOn ?? null;
  if (standing.anchor === null) return null;
  return account.dunning.preDue.get(`${below.step.key}/${preDueOccurrence(standing.anchor)}`) ?? null;
}
