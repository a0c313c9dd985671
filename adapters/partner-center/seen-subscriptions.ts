import { isDay } from '../../domain/calendar/day.ts';
import type { ActualState } from '../../domain/facts/service-facts.ts';
import type { SubscriptionTerm } from '../../domain/service/data-loss.ts';
import type { SeenSubscription } from '../../domain/service/differences.ts';
import type { PartnerCenter, SubscriptionView } from './port.ts';

/** A subscription's term as it was just read; since when it is suspended Microsoft does not say. */
type SeenTerm = Omit<SubscriptionTerm, 'suspendedSince'> & { readonly microsoftId: string };

/** A tenant's subscriptions in the words of the domain. @throws PartnerCenterError */
export async function seenSubscriptions(
  partnerCenter: Pick<PartnerCenter, 'listSubscriptions'>,
  tenantId: string,
): Promise<readonly SeenSubscription[]> {
  return (await seenWithTerms(partnerCenter, tenantId)).seen;
}

/** The same read, with the term of each. @throws PartnerCenterError */
export async function seenWithTerms(
  partnerCenter: Pick<PartnerCenter, 'listSubscriptions'>,
  tenantId: string,
): Promise<{ readonly seen: readonly SeenSubscription[]; readonly terms: readonly SeenTerm[] }> {
  const views = await partnerCenter.listSubscriptions(tenantId);
  return { seen: views.map(seen), terms: views.map(term) };
}

function seen({ id, offerId, quantity, status, autoRenewEnabled, ...view }: SubscriptionView): SeenSubscription {
  const base = view.parentSubscriptionId === null ? {} : { base: view.parentSubscriptionId };
  return { microsoftId: id, offer: offerId, quantity, actual: actualOf(status), autoRenewEnabled, ...base };
}

/** Contract §6.2: a legacy offer is a bare guid, and what never ends lies in the far future. */
function term({ id, offerId, status, autoRenewEnabled, commitmentEndDate, billingCycle }: SubscriptionView): SeenTerm {
  const ends = commitmentEndDate !== null && isDay(commitmentEndDate) && !commitmentEndDate.startsWith('9999');
  return {
    microsoftId: id,
    commerce: offerId.includes(':') ? 'new' : 'legacy',
    actual: actualOf(status),
    autoRenew: autoRenewEnabled,
    endsOn: ends && billingCycle !== 'one_time' ? commitmentEndDate : null,
  };
}

function actualOf(status: SubscriptionView['status']): ActualState {
  return status === 'none' || status === 'pending' ? 'unknown' : status;
}
