import type { Account } from '../account/account.ts';
import { liveSubscriptions } from '../service/service.ts';
import { type LadderAnswer, NOTHING } from './ladder-answer.ts';
import type { LadderContext } from './ladder-context.ts';
import type { Rung } from './offsets.ts';
import { nonEvent } from './opportunity.ts';

/**
 * Holds back what assumes that service is on (practice 30): the suspension for debt, and the warning that threatens it, while
 * Microsoft itself has stopped everything or we have for its acceptable use policy. Whoever has no service is not told that
 * he will lose it. Asking for the money goes on, and the ladder with it once service is back. Null when nothing is held.
 */
export function rulesFirst({ account, policy }: LadderContext, { step }: Rung): LadderAnswer | null {
  const threatens = policy.steps.some(
    ({ key, kind }) => kind === 'suspend' && (step.mustPrecede === key || step.mustPrecede === kind),
  );
  if ((step.kind !== 'suspend' && !threatens) || !isOffForRules(account)) return null;
  return { ...NOTHING, nonEvents: [nonEvent(step, 'offForRules')] };
}

function isOffForRules(account: Account): boolean {
  if (account.holds.some(({ active, reason, scope }) => active && reason === 'aup' && scope === 'account')) return true;
  const live = liveSubscriptions(account);
  return live.length > 0 && live.every(({ actual, stoppedByUs }) => actual === 'suspended' && !stoppedByUs);
}
