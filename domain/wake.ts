import { addDays, type Instant, startOfDay } from './calendar/day.ts';
import { nextPromiseEnd } from './collections/promise-moves.ts';
import type { Phase } from './decision.ts';
import type { LadderContext } from './dunning/ladder-context.ts';
import { onboardingDeadline } from './onboarding/onboarding.ts';

/**
 * The next instant at which the decision would be another by itself (design, "No ticking"). A wake too many costs one
 * turn, a wake too few loses a step, so every rule that looks at time has its line here.
 */
export function wakeInstant(context: LadderContext, phase: Phase, ladder: Instant | null): Instant | null {
  const { account, policy, now, today, standing } = context;
  if (phase === 'closed') return null;
  const { timeZone } = account.traits;
  const candidates: (Instant | null)[] = [ladder];
  for (const hold of account.holds) if (hold.active) candidates.push(hold.until);
  for (const until of account.deferred.values()) candidates.push(until);
  const promiseEnd = nextPromiseEnd(account, policy);
  if (promiseEnd !== null) candidates.push(startOfDay(promiseEnd, timeZone));
  if (phase === 'applied' || phase === 'verifying' || phase === 'awaitingPrepayment')
    candidates.push(onboardingDeadline(account, policy));
  if (account.offboarding !== null && account.offboarding.on > today)
    candidates.push(startOfDay(account.offboarding.on, timeZone));
  if (isMovedByDueDays(context, ladder)) {
    const next = standing.items.find((entry) => !entry.overdue);
    if (next) candidates.push(startOfDay(addDays(next.item.effectiveDueOn, 1), timeZone));
  }
  return candidates.reduce(
    (soonest, at) => (at !== null && at > now && (soonest === null || at < soonest) ? at : soonest),
    null,
  );
}

/**
 * Whether a further instalment that becomes overdue can change the answer. Not in an open case whose next rung only waits
 * for its day: one turn less per invoice.
 */
function isMovedByDueDays({ account, policy, standing }: LadderContext, ladder: Instant | null): boolean {
  const waitsForItsDay = account.dunning.case !== null && ladder !== null && standing.anchor !== null;
  return !waitsForItsDay || policy.progress === 'mostSevere';
}
