import type { MicrosoftRefusal, SubscriptionState } from '../account/account.ts';
import type { RefusedAct } from '../facts/service-facts.ts';

/** Whether Microsoft has refused this act, and nobody has asked to try again since. */
export function isRefused({ refusals }: Pick<SubscriptionState, 'refusals'>, act: RefusedAct): boolean {
  return refusals.some((refusal) => refusal.act === act);
}

/** The refusals that are left when these acts are no longer refused. */
export function withoutRefusals(
  refusals: readonly MicrosoftRefusal[],
  ...acts: readonly RefusedAct[]
): readonly MicrosoftRefusal[] {
  return refusals.filter(({ act }) => !acts.includes(act));
}
