import type { EffectOutcome } from '../../domain/outcomes.ts';
import type { Instant } from '../../domain/calendar/day.ts';
import type { SubscriptionAct } from './subscription-act.ts';

/**
 * Ends one subscription: cancelled while Microsoft's window is open, else auto-renew off *before* it is suspended, since
 * a suspended one takes no other change (design, "Service"; contract section 6.3).
 * @param now business instant, against which the window is read.
 */
export async function endSubscription(
  { partnerCenter, tenantId, microsoftId, requestId }: SubscriptionAct,
  now: Instant,
): Promise<EffectOutcome> {
  const view = await partnerCenter.readSubscription(tenantId, microsoftId);
  if (view.status === 'deleted') return { kind: 'ended', how: 'cancelled' };
  if (view.cancellationAllowedUntil !== null && Date.parse(view.cancellationAllowedUntil) > now) {
    await partnerCenter.cancelSubscription(tenantId, microsoftId, requestId);
    return { kind: 'ended', how: 'cancelled' };
  }
  if (view.status === 'active') {
    const off = { autoRenewEnabled: false, scheduledNextTermInstructions: null };
    if (view.autoRenewEnabled) await partnerCenter.setRenewal(tenantId, microsoftId, off, `${requestId}/renewal`);
    await partnerCenter.suspendSubscription(tenantId, microsoftId, requestId);
  }
  return { kind: 'ended', how: 'notRenewed' };
}
