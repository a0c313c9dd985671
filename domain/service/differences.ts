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
}

/** A fact for every subscription that is new to us, or is at Microsoft in another state or quantity than we know. */
export function differences(
  account: Account,
  seen: readonly SeenSubscription[],
  today: Day,
  newId: (prefix: IdPrefix) => string,
): readonly FactDraft<'subscription.observed'>[] {
  const known = [...account.subscriptions.values()];
  return seen.flatMap((view): readonly FactDraft<'subscription.observed'>[] => {
    const ours = known.find((candidate) => candidate.microsoftId === view.microsoftId);
    if (ours && ours.actual === view.actual && ours.quantity === view.quantity) return [];
    const subscription = ours?.subscription ?? newId('sub');
    return [{ kind: 'subscription.observed', effectiveOn: today, body: { subscription, ...view } }];
  });
}
