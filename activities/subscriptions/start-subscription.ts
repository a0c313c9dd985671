import type { JsonValue } from '../../adapters/partner-center/port.ts';
import { PartnerCenterError } from '../../adapters/partner-center/partner-center-error.ts';
import type { EffectOutcome } from '../../domain/outcomes.ts';
import type { SubscriptionAct } from './subscription-act.ts';

/**
 * Brings one subscription back as it was: active first, then auto-renew and scheduled changes (design, "Service"). What
 * Microsoft will not take back is recorded as lost; the customer is served all the same.
 */
export async function startSubscription({
  partnerCenter,
  tenantId,
  microsoftId,
  requestId,
  snapshot,
}: SubscriptionAct): Promise<EffectOutcome> {
  const view = await partnerCenter.reactivateSubscription(tenantId, microsoftId, requestId);
  if (snapshot === null) return { kind: 'restored', lost: [] };
  const wanted = {
    autoRenewEnabled: snapshot.autoRenewEnabled,
    scheduledNextTermInstructions: snapshot.scheduled === null ? null : (JSON.parse(snapshot.scheduled) as JsonValue),
  };
  const same = view.autoRenewEnabled === wanted.autoRenewEnabled && wanted.scheduledNextTermInstructions === null;
  if (same) return { kind: 'restored', lost: [] };
  try {
    await partnerCenter.setRenewal(tenantId, microsoftId, wanted, `${requestId}/renewal`);
    return { kind: 'restored', lost: [] };
  } catch (error) {
    if (!(error instanceof PartnerCenterError) || error.kind !== 'refused') throw error;
    return {
      kind: 'restored',
      lost: [
        ...(wanted.autoRenewEnabled ? (['autoRenew'] as const) : []),
        ...(snapshot.scheduled === null ? [] : (['scheduledChanges'] as const)),
      ],
    };
  }
}
