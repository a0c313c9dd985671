import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { empty, json } from '../../kit/answer.ts';
import { ControlRefused, readJson } from '../../kit/control.ts';
import type { Call } from '../../kit/http-server.ts';
import { param, type Route } from '../../kit/router.ts';
import { isAzurePlan } from '../entitlements/entitlement.ts';
import type { World } from '../world.ts';
import { isDecimal } from './decimal.ts';
import { refreshAt, refreshDaily } from './refresh.ts';
import { figuresAt, type UsageLine } from './usage.ts';

const amount = z.string().refine(isDecimal, 'no decimal number');
const late = z.int().nonnegative().optional();

/** Something used, as a lever puts it into the world. */
export const usageSeed = z.strictObject({
  entitlementId: z.uuid().toLowerCase(),
  totalCost: amount,
  quantity: amount.default('1'),
  usedAt: z.iso.datetime({ offset: true }).optional(),
  /** Business time until it is known; default the setting. */
  visibleAfterMs: late,
  resourceName: z.string().min(1).default('vm1'),
  resourceGroupName: z.string().min(1).default('rg1'),
  resourceType: z.string().min(1).default('microsoft.compute/virtualmachines'),
  region: z.string().min(1).default('polandcentral'),
  meterId: z.uuid().default('0e1d7a2c-5f0f-4f0f-9a54-3f2b6c1d8e90'),
  meterName: z.string().default('D4s v5'),
  category: z.string().default('Virtual Machines'),
  subcategory: z.string().default('Dsv5 Series'),
  unit: z.string().default('1 Hour'),
  currencyCode: z.string().length(3).default('PLN'),
});

const restated = z.strictObject({ totalCost: amount, quantity: amount.optional(), visibleAfterMs: late });

/** Levers over usage: something is used, its figure is restated later, the daily refresh comes now. */
export function usageControlRoutes(world: World): Route<Call>[] {
  return [
    {
      method: 'GET',
      pattern: '/control/tenants/{tenantId}/usage',
      handle: (_call, params) => {
        const tenantId = param(params, 'tenantId').toLowerCase();
        return json(200, { items: world.usage.ownedBy(tenantId), figuresAt: figuresAt(world, tenantId) });
      },
    },
    {
      method: 'POST',
      pattern: '/control/tenants/{tenantId}/usage',
      handle: (call, params) => {
        const tenantId = param(params, 'tenantId').toLowerCase();
        const line = seededUsage(world, tenantId, usageSeed.parse(readJson(call)));
        world.db.transaction(() => {
          // From here on each midnight is refreshed, also those that a clock leaps over.
          refreshDaily(world, tenantId);
          world.usage.put(line.id, tenantId, line);
        });
        return json(201, line);
      },
    },
    {
      method: 'POST',
      pattern: '/control/tenants/{tenantId}/usage/{usageId}/restatement',
      handle: (call, params) => {
        const tenantId = param(params, 'tenantId').toLowerCase();
        const line = world.usage.get(param(params, 'usageId'));
        const last = line?.figures.at(-1);
        if (line?.tenantId !== tenantId || last === undefined) throw new ControlRefused(404, 'no such usage');
        const { totalCost, quantity = last.quantity, visibleAfterMs } = restated.parse(readJson(call));
        const visibleFrom = world.clock.now(tenantId) + (visibleAfterMs ?? world.settings.usageVisibleAfterMs);
        const after = { ...line, figures: [...line.figures, { totalCost, quantity, visibleFrom }] };
        world.usage.put(line.id, tenantId, after);
        return json(200, after);
      },
    },
    {
      method: 'POST',
      pattern: '/control/tenants/{tenantId}/usage-refresh',
      handle: (_call, params) => {
        const tenantId = param(params, 'tenantId').toLowerCase();
        world.db.transaction(() => {
          refreshDaily(world, tenantId);
          refreshAt(world, tenantId, world.clock.now(tenantId));
        });
        return empty(204);
      },
    },
  ];
}

/** @throws ControlRefused for an Azure subscription of somebody else, or one without its plan */
export function seededUsage(world: World, tenantId: string, given: z.infer<typeof usageSeed>): UsageLine {
  const { totalCost, quantity, usedAt: stated, visibleAfterMs, ...rest } = given;
  const entitlement = world.entitlements.get(given.entitlementId);
  if (entitlement?.tenantId !== tenantId) throw new ControlRefused(404, 'no such Azure subscription of this tenant');
  const now = world.clock.now(tenantId);
  const plan = world.subscriptions.find(tenantId, entitlement.planId, now);
  if (plan === undefined || !isAzurePlan(plan)) throw new ControlRefused(409, 'its plan is gone');
  const other = world.usage.ownedBy(tenantId).find((line) => line.currencyCode !== given.currencyCode);
  if (other !== undefined) throw new ControlRefused(409, `this tenant's usage is in ${other.currencyCode}`);
  const usedAt = stated === undefined ? now : Date.parse(stated);
  const visibleFrom = Math.max(now, usedAt) + (visibleAfterMs ?? world.settings.usageVisibleAfterMs);
  return {
    ...rest,
    id: randomUUID(),
    tenantId,
    planId: plan.id,
    usedAt,
    resourceUri: `/subscriptions/${entitlement.id}/resourceGroups/${given.resourceGroupName}/providers/${given.resourceType}/${given.resourceName}`,
    figures: [{ totalCost, quantity, visibleFrom }],
  };
}
