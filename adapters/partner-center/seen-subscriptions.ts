import type { SeenSubscription } from '../../domain/service/differences.ts';
import type { PartnerCenter, SubscriptionView } from './port.ts';

/** A tenant's subscriptions in the words of the domain. @throws PartnerCenterError */
export async function seenSubscriptions(
  partnerCenter: Pick<PartnerCenter, 'listSubscriptions'>,
  tenantId: string,
): Promise<readonly SeenSubscription[]> {
  const views = await partnerCenter.listSubscriptions(tenantId);
  return views.map(seen);
}

function seen({ id, offerId, quantity, status, autoRenewEnabled }: SubscriptionView): SeenSubscription {
  const actual = status === 'none' || status === 'pending' ? 'unknown' : status;
  return { microsoftId: id, offer: offerId, quantity, actual, autoRenewEnabled };
}
