import type { Effect } from '../../domain/decision.ts';
import type { Restorable } from '../../domain/facts/service-facts.ts';
import type { EffectOutcome } from '../../domain/outcomes.ts';
import type { SubscriptionAct } from './subscription-act.ts';

/**
 * Finds out whether an act that was on its way has happened, now that nobody wants it any more. What did happen is
 * recorded, so that the next decision can undo it; what did not is left undone.
 */
export async function findOut(
  { partnerCenter, tenantId, microsoftId, snapshot, addOns, addOnSnapshots }: SubscriptionAct,
  effect: Extract<Effect, { kind: 'stop' | 'start' | 'end' | 'quantity' }>,
): Promise<EffectOutcome> {
  const view = await partnerCenter.readSubscription(tenantId, microsoftId);
  switch (effect.kind) {
    case 'stop':
      if (view.status !== 'suspended' || snapshot === null) return { kind: 'overtaken' };
      return { kind: 'stopped', restorable: snapshot, addOns: await goneAddOns() };
    case 'start':
      return view.status === 'active' ? { kind: 'restored', lost: [] } : { kind: 'overtaken' };
    case 'quantity':
      return view.quantity === effect.quantity
        ? { kind: 'quantityChanged', quantity: view.quantity }
        : { kind: 'overtaken' };
    case 'end':
      return view.status === 'deleted' ? { kind: 'ended', how: 'cancelled' } : { kind: 'overtaken' };
  }

  async function goneAddOns() {
    const gone: { subscription: string; restorable: Restorable }[] = [];
    for (const addOn of addOns) {
      const restorable = addOnSnapshots[addOn.subscription];
      if (restorable === undefined) continue;
      const { status } = await partnerCenter.readSubscription(tenantId, addOn.microsoftId);
      if (status === 'suspended') gone.push({ subscription: addOn.subscription, restorable });
    }
    return gone;
  }
}
