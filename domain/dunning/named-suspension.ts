import { addDays, type Day, dayAt } from '../calendar/day.ts';
import type { StepRef } from '../decision.ts';
import { firstAllowed, firstAllowedOn, type LadderContext } from './ladder-context.ts';
import { daysLater, fallsOn, latestDay } from './offsets.ts';
import { bounceWindow, earliestAfterWarning, warningsFor } from './proof-chain.ts';

/**
 * The day of suspension that a warning sent now names: what the ladder would do if nothing changed, the steps in between
 * included. Null where nothing could be suspended (no contractual basis): a threat that cannot be carried out must not be made.
 */
export function namedSuspension(context: LadderContext, warned: StepRef): Day | null {
  const { account, policy, rungs, today, now, pauses } = context;
  if (account.traits.terms?.suspensionClause !== true) return null;
  const warning = rungs.find((rung) => rung.step.key === warned.step);
  const suspension = rungs.find(
    (rung) => rung.step.kind === 'suspend' && warningsFor(context, rung.step).some((notice) => notice === warning),
  );
  if (warning === undefined || suspension === undefined) return null;
  const actionDay = (days: readonly Day[]) => dayAt(firstAllowedOn(context, latestDay(days)), account.traits.timeZone);
  let below = today;
  for (const rung of rungs.slice(warning.index + 1, suspension.index + 1)) {
    const days = [fallsOn(warned.anchor, rung, pauses), addDays(below, 1)];
    if (rung.step.after.from === 'previous') days.push(daysLater(below, rung.step.after.days, pauses));
    if (rung === suspension) days.push(earliestAfterWarning(context, suspension, warning, today));
    below = actionDay(days);
  }
  const delivered = dayAt(firstAllowed(context, now + bounceWindow(policy)), account.traits.timeZone);
  return latestDay([below, delivered]);
}
