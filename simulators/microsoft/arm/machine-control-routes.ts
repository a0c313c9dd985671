import { z } from 'zod';
import { json } from '../../kit/answer.ts';
import { ControlRefused, readJson } from '../../kit/control.ts';
import type { Call } from '../../kit/http-server.ts';
import { param, type Params, type Route } from '../../kit/router.ts';
import type { World } from '../world.ts';
import { type Machine, machineId, powerOf } from './machine.ts';

const seed = z.strictObject({
  resourceGroup: z.string().min(1).default('rg'),
  name: z.string().min(1),
  power: z.enum(['running', 'stopped', 'deallocated']).default('running'),
});

/** Levers over machines: put one into an Azure subscription, look at it, and the customer starting it. Putting it again changes it. */
export function machineControlRoutes(world: World): Route<Call>[] {
  const pattern = '/control/tenants/{tenantId}/azure/{azureSubscriptionId}/machines';
  const placeOf = (params: Params) => {
    const entitlement = world.entitlements.get(param(params, 'azureSubscriptionId').toLowerCase());
    const tenantId = param(params, 'tenantId').toLowerCase();
    if (entitlement?.tenantId !== tenantId) throw new ControlRefused(404, 'no such Azure subscription of this tenant');
    return { entitlement, now: world.clock.now(tenantId) };
  };
  return [
    {
      method: 'POST',
      pattern,
      handle: (call, params) => {
        const { entitlement } = placeOf(params);
        const given = seed.parse(readJson(call));
        const id = machineId(entitlement.id, given.resourceGroup, given.name);
        const { tenantId, id: azureSubscriptionId } = entitlement;
        const machine: Machine = { ...given, id, tenantId, azureSubscriptionId, pending: null };
        world.machines.put(id, tenantId, machine);
        return json(201, { id });
      },
    },
    {
      method: 'GET',
      pattern,
      handle: (_call, params) => {
        const { entitlement, now } = placeOf(params);
        const items = world.machines
          .ownedBy(entitlement.tenantId)
          .filter(({ azureSubscriptionId }) => azureSubscriptionId === entitlement.id)
          .map((machine) => ({ id: machine.id, power: powerOf(machine, entitlement, now) }));
        return json(200, { items });
      },
    },
  ];
}
