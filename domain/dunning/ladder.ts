import type { NextStep, StepRef } from '../decision.ts';
import type { PolicyStep } from '../policy/policy.ts';
import { readyDay } from './due-rung.ts';
import { type LadderAnswer, NOTHING } from './ladder-answer.ts';
import { dayStarts, type LadderContext } from './ladder-context.ts';
import { nonEvent, opportunityFor, pausedOn } from './opportunity.ts';
import { personFirst } from './person-first.ts';
import { lookBeforeDue } from './pre-due.ts';
import { rulesFirst } from './rules-first.ts';
import { nextRung, type RungChoice } from './rung-choice.ts';

/**
 * One look at the ladder (api-surface, "How the ladder goes"). While something collectible is overdue the case's next
 * rung counts; otherwise the next due day, for rungs before it.
 */
export function lookAtLadder(context: LadderContext): LadderAnswer {
  const { account, standing, policy } = context;
  const open = account.dunning.case;
  if (standing.anchor === null) {
    const answer = lookBeforeDue(context);
    if (open === null) return answer;
    const because = standing.items.some((entry) => entry.overdue && entry.disputed > 0n) ? 'disputed' : 'promised';
    return { ...answer, nonEvents: [caseHeld(because, open.number), ...answer.nonEvents] };
  }
  if (open?.by !== 'person' && standing.collectible < policy.minimumDebt.minor)
    return { ...NOTHING, nonEvents: [caseHeld('belowMinimumDebt', open?.number)] };
  if (open === null) return NOTHING;
  const choice = nextRung(context);
  if (choice === null) return NOTHING;
  const answer = lookAtRung(context, choice, open.number);
  if (choice.overtakenOn === null) return answer;
  const overtaken = dayStarts(context, choice.overtakenOn);
  return { ...answer, lookAgainAt: Math.min(answer.lookAgainAt ?? overtaken, overtaken) };
}

function lookAtRung(context: LadderContext, choice: RungChoice, caseNumber: number): LadderAnswer {
  const { step } = choice.rung;
  const ref = refOf(context, step, caseNumber, choice.escalated);
  const { dueDay, day, conditions } = readyDay(context, choice.rung, choice.escalated);
  if (day === null) {
    // Its day comes all the same: that it was not done then is recorded (rule 7).
    if (dueDay > context.today)
      return { ...NOTHING, nonEvents: pausedOn(context, step, dueDay), lookAgainAt: dayStarts(context, dueDay) };
    return { ...NOTHING, nonEvents: [nonEvent(step, conditions.because ?? 'condition')] };
  }
  const { at, hasCome, nonEvents } = opportunityFor(context, step, day);
  if (at === null) return { ...NOTHING, nonEvents };
  const held = hasCome ? (rulesFirst(context, choice.rung) ?? personFirst(context, choice.rung, ref)) : null;
  if (held !== null) return held;
  const because = `${ref.anchor} is the oldest unpaid due day`;
  const nextStep: NextStep = { at, kind: step.kind, step: step.key, because };
  if (at > context.now) return { ...NOTHING, nonEvents, nextStep, lookAgainAt: at };
  const jumped = choice.jumped.map((rung) => refOf(context, rung.step, caseNumber, choice.escalated));
  return { ...NOTHING, nextStep, due: { ref, step, jumped } };
}

function refOf(context: LadderContext, step: PolicyStep, caseNumber: number, jumped: boolean): StepRef {
  const entry = (context.account.dunning.entries.get(step.key) ?? 0) + 1;
  return {
    case: caseNumber,
    step: step.key,
    occurrence: `${caseNumber}.${entry}`,
    anchor: context.standing.anchor ?? context.today,
    jumped,
    ...(context.pace !== null && { pace: context.pace }),
  };
}

function caseHeld(because: string, caseNumber: number | undefined): LadderAnswer['nonEvents'][number] {
  return { what: 'case', because, ...(caseNumber !== undefined && { detail: { case: String(caseNumber) } }) };
}
