import type { Instant } from '../calendar/day.ts';
import { creditWakes, dueReminder, hasLapsed, isCounting } from './credit-request.ts';
import type { CaseDecision } from './case-decision.ts';
import { containmentEffects, containmentMoves, containmentWakes, isReversing } from './decide-containment.ts';
import type { SecurityCase } from './security-case.ts';

/**
 * What a closed case still has to do: take back what was contained, where an analyst says so, and count down the days in which
 * Microsoft may be asked for credit. Its promises are kept or broken for good, so no clock runs any more.
 */
export function decideAfterwards(known: SecurityCase, now: Instant): CaseDecision {
  const { containments, credit, tasks, told } = known;
  const moves = containmentMoves(containments).filter(({ kind }) => kind === 'case.reversalFailed');
  if (hasLapsed(credit, now)) moves.push({ kind: 'case.creditLapsed', body: {} });
  const reminder = dueReminder(credit, told, now);
  const effects =
    moves.length > 0
      ? []
      : [
          ...containmentEffects(containments, tasks, now, true),
          ...(reminder === null ? [] : [{ kind: 'tell', key: reminder, whom: 'contact' } as const]),
        ];
  const wakes = [...containmentWakes(containments, true), ...creditWakes(credit)].filter((instant) => instant > now);
  const isBusy =
    moves.length > 0 ||
    isCounting(credit) ||
    containments.some(({ reversal }) => isReversing(reversal)) ||
    effects.some(({ kind }) => kind === 'closeTask');
  return { moves, effects, wakeAt: wakes.length === 0 ? null : Math.min(...wakes), over: !isBusy };
}
