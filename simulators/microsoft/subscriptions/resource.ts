import { skuOf } from '../catalogue/product.ts';
import { isAzurePlan } from '../entitlements/entitlement.ts';
import { DAY_MS } from '../term.ts';
import { instant, link } from '../wire.ts';
import { etagOf, type Subscription } from './subscription.ts';

/** Contract 6.2: the subscription as the API shows it at `now`. */
export function subscriptionResource(s: Subscription, now: number): object {
  const self = `/customers/${s.tenantId}/subscriptions/${s.id}`;
  const inWindow = s.status === 'active' && now < s.cancellableUntil;
  const [productId, skuId, availabilityId] = s.offerId.split(':');
  return {
    id: s.id,
    offerId: s.offerId,
    offerName: skuOf(s.offerId)?.title ?? `Offer ${s.offerId}`,
    friendlyName: s.friendlyName,
    quantity: s.quantity,
    unitType: isAzurePlan(s) ? 'Usage-based' : 'Licenses',
    billingType: isAzurePlan(s) ? 'usage' : 'license',
    hasPurchasableAddons: s.parentSubscriptionId === null,
    creationDate: instant(s.createdAt),
    effectiveStartDate: instant(s.termStartedAt),
    // Contract 6.2: an inclusive day; far in the future for what has no term.
    commitmentEndDate: instant(isAzurePlan(s) ? s.termEndsAt : s.termEndsAt - DAY_MS),
    commitmentEndDateTime: instant(s.termEndsAt - 1000),
    cancellationAllowedUntilDate: instant(s.cancellableUntil),
    status: s.status,
    ...(s.status === 'suspended' ? { suspensionReasons: s.suspensionReasons } : {}),
    autoRenewEnabled: s.autoRenewEnabled,
    isTrial: false,
    billingCycle: s.billingCycle,
    termDuration: s.termDuration,
    renewalTermDuration: s.scheduledNextTermInstructions?.product.termDuration ?? s.termDuration,
    ...(inWindow
      ? {
          refundableQuantity: {
            totalQuantity: s.quantity,
            details: [{ quantity: s.quantity, allowedUntilDateTime: instant(s.cancellableUntil) }],
          },
          refundOptions: [{ type: 'Full', expiresAfter: instant(s.cancellableUntil) }],
        }
      : {}),
    ...(s.scheduledNextTermInstructions === null
      ? {}
      : { scheduledNextTermInstructions: s.scheduledNextTermInstructions }),
    ...(s.commerce === 'new' ? { productType: { id: 'OnlineServicesNCE', displayName: 'OnlineServicesNCE' } } : {}),
    isMicrosoftProduct: true,
    publisherName: 'Microsoft Corporation',
    attentionNeeded: false,
    actionTaken: false,
    contractType: 'subscription',
    actions: s.status === 'active' ? (inWindow ? ['edit', 'cancel'] : ['edit']) : [],
    orderId: s.orderId,
    ...(s.partnerId === null ? {} : { partnerId: s.partnerId }),
    ...(s.parentSubscriptionId === null ? {} : { parentSubscriptionId: s.parentSubscriptionId }),
    links: {
      self: link(self),
      ...(s.commerce === 'new'
        ? {
            product: link(`/products/${productId}?country=PL`),
            sku: link(`/products/${productId}/skus/${skuId}?country=PL`),
            availability: link(`/products/${productId}/skus/${skuId}/availabilities/${availabilityId}?country=PL`),
          }
        : { offer: link(`/offers/${s.offerId}?country=PL`) }),
      ...(s.parentSubscriptionId === null
        ? {}
        : { parentSubscription: link(`/customers/${s.tenantId}/subscriptions/${s.parentSubscriptionId}`) }),
    },
    attributes: { etag: etagOf(s), objectType: 'Subscription' },
  };
}
