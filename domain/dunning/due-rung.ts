import { addDays, type Day } from '../calendar/day.ts';
import type { LadderContext } from './ladder-context.ts';
import { fallsOn, type Rung } from './offsets.ts';
import { earliestAfterWarning, warningsFor } from './proof-chain.ts';

/**
 * The first day on which a rung of the case may be done: A + m(i); a `previous` rung not before the day on which the
 * rung below was done + its days; never a day on which another step was done; and never nearer to its warning than
 * policy and terms allow (api-surface, "How the ladder goes").
 */
export function dueDayOf(context: LadderContext, rung: Rung, escalated = false): Day {
  const { account, standing, stoodStill } = context;
  const days: Day[] = [];
  if (!escalated) {
    days.push(fallsOn(standing.anchor ?? context.today, rung, stoodStill));
    const below = account.dunning.position.at(-1);
    if (rung.step.after.from === 'previous' && below !== undefined)
      days.push(addDays(below.doneOn, rung.step.after.days));
  }
  if (account.dunning.lastStepOn !== null) days.push(addDays(account.dunning.lastStepOn, 1));
  for (const warning of warningsFor(context.policy, rung.step)) {
    const warned = account.dunning.position.find((done) => done.step === warning.key);
    if (warned) days.push(earliestAfterWarning(context, rung.step, warned.doneOn));
  }
  return days.reduce((latest, day) => (day > latest ? day : latest), context.standing.anchor ?? context.today);
}
