import type { EffectOutcome } from '../../domain/outcomes.ts';
import type { Restorable } from '../../domain/facts/service-facts.ts';
import type { SubscriptionAct } from './subscription-act.ts';

/**
 * Suspends one subscription. What reactivation does not bring back is read and stored first (rule 3): when this is a
 * second try after a crash, the snapshot of the first try stands, because Microsoft has forgotten the rest by then.
 */
export async function stopSubscription({
  partnerCenter,
  tenantId,
  microsoftId,
  requestId,
  snapshot,
  keepSnapshot,
}: SubscriptionAct): Promise<EffectOutcome> {
  const restorable = snapshot ?? (await read());
  if (snapshot === null) await keepSnapshot(restorable);
  await partnerCenter.suspendSubscription(tenantId, microsoftId, requestId);
  return { kind: 'stopped', restorable };

  async function read(): Promise<Restorable> {
    const view = await partnerCenter.readSubscription(tenantId, microsoftId);
    const scheduled = view.scheduledNextTermInstructions;
    return {
      autoRenewEnabled: view.autoRenewEnabled,
      scheduled: scheduled === null ? null : JSON.stringify(scheduled),
    };
  }
}
