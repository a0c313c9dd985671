import type { ActivityDeps } from '../deps.ts';
import type { SubscriptionAct } from '../subscriptions/subscription-act.ts';
import type { PassedGate } from './gate.ts';

/** What an act on one subscription needs; null when the customer or the subscription is not known at Microsoft yet. */
export function subscriptionAct(deps: ActivityDeps, passed: PassedGate, subscription: string): SubscriptionAct | null {
  const tenantId = passed.account.traits.tenant;
  const known = passed.account.subscriptions.get(subscription);
  if (tenantId === null || known?.microsoftId == null) return null;
  return {
    partnerCenter: deps.partnerCenter,
    tenantId,
    microsoftId: known.microsoftId,
    requestId: `${passed.customerId}/${passed.effect.key}`,
    snapshot: passed.effect.kind === 'stop' ? passed.snapshot : known.restorable,
    addOns: addOnsOf(passed),
    addOnSnapshots: passed.addOnSnapshots,
    keepSnapshot: async (snapshot, addOns) => {
      await deps.db
        .updateTable('effect')
        .set({ outcome: JSON.stringify({ snapshot, addOns }) })
        .where('customer_id', '=', passed.customerId)
        .where('effect_key', '=', passed.effect.key)
        .execute();
    },
  };
}

/** Those that are known at Microsoft, of the add-ons that a stop takes with it. */
function addOnsOf({ effect, account }: PassedGate): SubscriptionAct['addOns'] {
  if (effect.kind !== 'stop') return [];
  return (effect.addOns ?? []).flatMap(({ subscription }) => {
    const microsoftId = account.subscriptions.get(subscription)?.microsoftId;
    return microsoftId == null ? [] : [{ subscription, microsoftId }];
  });
}
