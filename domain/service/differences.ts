import type { Account } from '../account/account.ts';
import type { Day } from '../calendar/day.ts';
import type { FactDraft } from '../facts/fact.ts';
import type { ActualState } from '../facts/service-facts.ts';
import type { IdPrefix } from '../ids.ts';

/** A subscription as Microsoft shows it now. */
export interface SeenSubscription {
  readonly microsoftId: string;
  readonly offer: string;
  readonly quantity: number;
  readonly actual: ActualState;
  readonly autoRenewEnabled: boolean;
  /** Microsoft's id of the subscription to which it is an add-on. */
  readonly base?: string;
}

/** A fact for every subscription that is new to us, or is at Microsoft in another state, quantity or place than we know. */
export function differences(
  account: Account,
  seen: readonly SeenSubscription[],
  today: Day,
  newId: (prefix: IdPrefix) => string,
): readonly FactDraft<'subscription.observed'>[] {
  const known = [...account.subscriptions.values()];
  return seen.flatMap((view): readonly FactDraft<'subscription.observed'>[] => {
    const ours = known.find((candidate) => candidate.microsoftId === view.microsoftId);
    const isSame = ours?.actual === view.actual && ours.quantity === view.quantity;
    if (isSame && (view.base === undefined || view.base === ours.base)) return [];
    const subscription = ours?.subscription ?? newId('sub');
    return [{ kind: 'subscription.observed', effectiveOn: today, body: { subscription, ...view } }];
  });
}
