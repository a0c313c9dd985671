import { json } from '../../kit/answer.ts';
import { param } from '../../kit/router.ts';
import { refuseStopOfBusyPlan } from '../entitlements/plan.ts';
import { refuseTooManySeats } from '../orders/purchase-limits.ts';
import type { PartnerCall, PartnerRoute } from '../partner-call.ts';
import { PartnerFault } from '../partner-fault.ts';
import { SUBSCRIPTION } from '../resource-members.ts';
import { collectionOf, link } from '../wire.ts';
import { patched } from './patch.ts';
import { subscriptionResource } from './resource.ts';
import { etagOf, type Subscription } from './subscription.ts';

/** Contract 6.1. */
export const subscriptionRoutes: readonly PartnerRoute[] = [
  { method: 'GET', pattern: '/v1/customers/{tenantId}/subscriptions', handle: listSubscriptions },
  {
    method: 'GET',
    pattern: '/v1/customers/{tenantId}/subscriptions/{subscriptionId}',
    handle: (call) => json(200, subscriptionResource(visibleSubscription(call), call.now)),
  },
  {
    method: 'PATCH',
    pattern: '/v1/customers/{tenantId}/subscriptions/{subscriptionId}',
    body: SUBSCRIPTION,
    handle: patchSubscription,
  },
  {
    method: 'GET',
    pattern: '/v1/customers/{tenantId}/subscriptions/{subscriptionId}/addons',
    handle: (call) => {
      const addOns = call.world.subscriptions.addOnsOf(visibleSubscription(call), call.now);
      return json(
        200,
        collectionOf(
          addOns.map((one) => subscriptionResource(one, call.now)),
          {},
        ),
      );
    },
  },
  {
    // Contract 6.1 and 1.5.
    method: 'GET',
    pattern: '/v1/customers/{tenantId}/subscriptions/{subscriptionId}/provisioningstatus',
    userOnly: true,
    handle: (call) => {
      const subscription = visibleSubscription(call);
      return json(200, {
        skuId: subscription.offerId.split(':')[1] ?? subscription.offerId,
        status: 'success',
        quantity: subscription.quantity,
        endDate: new Date(subscription.termEndsAt).toISOString(),
        attributes: { objectType: 'SubscriptionProvisioningStatus' },
      });
    },
  },
];

function listSubscriptions(call: PartnerCall) {
  const { tenantId } = call.customer();
  const orderId = call.call.query.get('order_id');
  const found = call.world.subscriptions
    .ofTenant(tenantId, call.now)
    .filter((one) => isVisible(call, one) && (orderId === null || one.orderId === orderId));
  return json(
    200,
    collectionOf(
      found.map((one) => subscriptionResource(one, call.now)),
      { self: link(`/customers/${tenantId}/subscriptions`) },
    ),
  );
}

/** Contract 6.3, 2.4 and 18.4. */
function patchSubscription(call: PartnerCall) {
  const current = visibleSubscription(call);
  // Contract 18.4: a stale If-Match is 400/2055, a missing one is allowed.
  if (call.ifMatch !== undefined && call.ifMatch !== '*' && call.ifMatch !== etagOf(current))
    throw new PartnerFault('2055');
  const base =
    current.parentSubscriptionId === null
      ? undefined
      : call.world.subscriptions.find(current.tenantId, current.parentSubscriptionId, call.now);
  const next = patched(current, call.body, base, call.now);
  refuseStopOfBusyPlan(call.world, current, next, call.now);
  refuseTooManySeats(call.world, current, next);
  // Contract 6.3: the version counts its updates, the first one being its purchase.
  const { mostUpdates } = call.world.settings;
  if (next !== current && mostUpdates !== null && current.version > mostUpdates) throw new PartnerFault('900311');
  call.world.subscriptions.replace(current, next, 'partner', call.now);
  return json(200, subscriptionResource(next, call.now));
}

/**
 * The subscription in the path.
 * @throws PartnerFault 20003 when there is none, or not yet
 */
export function visibleSubscription(call: PartnerCall): Subscription {
  const { tenantId } = call.customer();
  const found = call.world.subscriptions.find(tenantId, param(call.params, 'subscriptionId'), call.now);
  if (found === undefined || !isVisible(call, found)) throw new PartnerFault('20003');
  return found;
}

/** Contract 2.7: a new subscription shows up when its order does. */
function isVisible(call: PartnerCall, subscription: Subscription): boolean {
  return call.now >= (call.world.orders.get(subscription.orderId)?.visibleFrom ?? 0);
}
