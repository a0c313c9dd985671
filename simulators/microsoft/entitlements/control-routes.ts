import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { json } from '../../kit/answer.ts';
import { ControlRefused, readJson } from '../../kit/control.ts';
import type { Call } from '../../kit/http-server.ts';
import { type Params, param, type Route } from '../../kit/router.ts';
import { recordAzure } from '../logs/azure-activity.ts';
import type { Subscription } from '../subscriptions/subscription.ts';
import type { World } from '../world.ts';
import { type Entitlement, entitlementResource, isAzurePlan, isOn } from './entitlement.ts';
import { entitlementsOf } from './plan.ts';

const seed = z.strictObject({
  id: z.uuid().optional(),
  friendlyName: z.string().min(1).default('Azure subscription'),
  active: z.boolean().default(true),
  partnerOnRecord: z.string().nullish(),
});

/** Levers over Azure subscriptions: put one under a plan, and the customer switching one on again (contract 7.2, 18.5). */
export function entitlementControlRoutes(world: World): Route<Call>[] {
  const planOf = (params: Params): { readonly plan: Subscription; readonly now: number } => {
    const tenantId = param(params, 'tenantId').toLowerCase();
    const now = world.clock.now(tenantId);
    const plan = world.subscriptions.find(tenantId, param(params, 'subscriptionId'), now);
    if (plan === undefined) throw new ControlRefused(404, 'no such subscription');
    if (!isAzurePlan(plan)) throw new ControlRefused(409, 'it is no Azure plan');
    return { plan, now };
  };
  const pattern = '/control/tenants/{tenantId}/subscriptions/{subscriptionId}/entitlements';

  return [
    {
      method: 'POST',
      pattern,
      handle: (call, params) => {
        const { plan, now } = planOf(params);
        const { id = randomUUID(), ...given } = seed.parse(readJson(call));
        if (world.entitlements.get(id.toLowerCase()) !== undefined)
          throw new ControlRefused(409, 'that Azure subscription exists already');
        const entitlement: Entitlement = {
          ...given,
          id: id.toLowerCase(),
          tenantId: plan.tenantId,
          planId: plan.id,
          partnerOnRecord: given.partnerOnRecord ?? null,
          pending: null,
        };
        world.entitlements.put(entitlement.id, plan.tenantId, entitlement);
        return json(201, entitlementResource(entitlement, now));
      },
    },
    {
      method: 'GET',
      pattern,
      handle: (_call, params) => {
        const { plan, now } = planOf(params);
        return json(200, { items: entitlementsOf(world, plan).map((one) => entitlementResource(one, now)) });
      },
    },
    {
      method: 'POST',
      pattern: `${pattern}/{entitlementId}/customer-reactivation`,
      handle: (_call, params) => {
        const { plan, now } = planOf(params);
        const found = world.entitlements.get(param(params, 'entitlementId').toLowerCase());
        if (found?.planId !== plan.id) throw new ControlRefused(404, 'no such Azure subscription under this plan');
        // Contract 7.2: the customer can only do so while the plan is active.
        if (plan.status !== 'active') throw new ControlRefused(409, `the plan is ${plan.status}`);
        if (isOn(found, now)) throw new ControlRefused(409, 'it is active');
        const on: Entitlement = { ...found, active: true, pending: null };
        world.db.transaction(() => {
          world.entitlements.put(on.id, on.tenantId, on);
          world.changes.add({
            tenantId: on.tenantId,
            subscriptionId: on.planId,
            at: new Date(now).toISOString(),
            change: 'azureReactivated',
            by: 'customer',
            from: null,
            to: on.id,
          });
          recordAzure(world, {
            tenantId: on.tenantId,
            azureSubscriptionId: on.id,
            operation: 'Microsoft.Subscription/enable/action',
            status: 'Succeeded',
            at: now,
            caller: { name: 'admin@customer.example', objectId: 'customer-admin' },
          });
        });
        return json(200, entitlementResource(on, now));
      },
    },
  ];
}
