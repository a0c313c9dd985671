import { z } from 'zod';
import { empty, json } from '../../kit/answer.ts';
import { param } from '../../kit/router.ts';
import type { PartnerCall, PartnerRoute } from '../partner-call.ts';
import { PartnerFault } from '../partner-fault.ts';
import { CANCELLATION } from '../resource-members.ts';
import type { Subscription } from '../subscriptions/subscription.ts';
import { visibleSubscription } from '../subscriptions/routes.ts';
import { collectionOf, link } from '../wire.ts';
import { type Entitlement, entitlementResource, isOn, settledEntitlement } from './entitlement.ts';
import { entitlementsOf } from './plan.ts';
import { turnEntitlement } from './turn.ts';

/** Contract 7.1: the caller is both; the application alone is accepted (contract 1.5) where it is. */
const SWITCH = ['globalAdministrator', 'adminAgent'] as const;

const PLAN = '/v1/customers/{tenantId}/subscriptions/{subscriptionId}/azureEntitlements';

/** Contract 7.1. There is no PATCH on an entitlement. */
export const entitlementRoutes: readonly PartnerRoute[] = [
  { method: 'GET', pattern: PLAN, handle: list },
  {
    method: 'GET',
    pattern: `${PLAN}/{entitlementId}`,
    handle: (call) => json(200, entitlementResource(entitlementOf(call), call.now)),
  },
  { method: 'POST', pattern: `${PLAN}/{entitlementId}/cancel`, roles: SWITCH, body: CANCELLATION, handle: cancel },
  { method: 'POST', pattern: `${PLAN}/{entitlementId}/reactivate`, roles: SWITCH, handle: reactivate },
];

function list(call: PartnerCall) {
  const plan = planOf(call);
  const items = entitlementsOf(call.world, plan).map((one) => entitlementResource(one, call.now));
  return json(
    200,
    collectionOf(items, { self: link(`/customers/${plan.tenantId}/subscriptions/${plan.id}/azureEntitlements`) }),
  );
}

/** Contract 7.1: 200 with the entitlement, which goes on being `active` for about ten minutes. */
function cancel(call: PartnerCall) {
  const entitlement = entitlementOf(call);
  const given = z.object({ cancellationReason: z.string() }).safeParse(call.body);
  if (!given.success) throw new PartnerFault('800002', z.prettifyError(given.error));
  // Contract 7.1: `compromise` is the only published reason.
  if (given.data.cancellationReason.toLowerCase() !== 'compromise') throw new PartnerFault('900307');
  const asked = entitlement.pending?.active ?? entitlement.active;
  const after = asked ? turn(call, entitlement, false) : entitlement;
  return json(200, entitlementResource(after, call.now));
}

/** Contract 7.1: 202, to be polled; nothing to reactivate is 400/900337, a plan that is not active 403/900335 (both I). */
function reactivate(call: PartnerCall) {
  const entitlement = entitlementOf(call);
  if (planOf(call).status !== 'active') throw new PartnerFault('900335');
  if (entitlement.pending?.active === true) return accepted(call);
  if (isOn(entitlement, call.now)) throw new PartnerFault('900337');
  turn(call, entitlement, true);
  return accepted(call);
}

function accepted(call: PartnerCall) {
  return empty(202, { location: call.call.path.replace(/\/reactivate\/?$/i, '') });
}

function turn({ world, now }: PartnerCall, before: Entitlement, active: boolean): Entitlement {
  return turnEntitlement(world, before, { active, now });
}

/** Contract 7.1: a relation that has ended is 900159 here. @throws PartnerFault 900159, 20003 */
function planOf(call: PartnerCall): Subscription {
  call.customer('900159');
  return visibleSubscription(call);
}

/** @throws PartnerFault 20003 for an unknown plan, 800111 for an entitlement that is not under it */
function entitlementOf(call: PartnerCall): Entitlement {
  const plan = planOf(call);
  const found = call.world.entitlements.get(param(call.params, 'entitlementId').toLowerCase());
  if (found?.tenantId !== plan.tenantId || found.planId !== plan.id) throw new PartnerFault('800111');
  return settledEntitlement(found, call.now);
}
