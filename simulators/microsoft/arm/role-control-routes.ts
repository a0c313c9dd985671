import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { json } from '../../kit/answer.ts';
import { readJson } from '../../kit/control.ts';
import type { Call } from '../../kit/http-server.ts';
import { param, type Params, type Route } from '../../kit/router.ts';
import { recordRoleAssignment } from '../logs/azure-activity.ts';
import type { World } from '../world.ts';
import { standingAzureRoles } from './role-assignment-routes.ts';

const seed = z.strictObject({
  role: z.uuid().toLowerCase(),
  principalId: z.uuid().toLowerCase().optional(),
  principalType: z.enum(['User', 'Group', 'ServicePrincipal', 'ForeignGroup']).default('User'),
});

/** Levers over roles on an Azure subscription: somebody is given one there, and the customer takes the partner's away. */
export function azureRoleControlRoutes(world: World): Route<Call>[] {
  const roles = '/control/azure-subscriptions/{azureSubscriptionId}/roles';
  const idOf = (params: Params) => param(params, 'azureSubscriptionId').toLowerCase();
  return [
    {
      method: 'POST',
      pattern: roles,
      handle: (call, params) => {
        const { principalId = randomUUID(), ...given } = seed.parse(readJson(call));
        const subscriptionId = idOf(params);
        const tenantId = world.entitlements.get(subscriptionId)?.tenantId;
        const one = {
          ...given,
          principalId,
          subscriptionId,
          name: randomUUID(),
          createdAt: world.clock.now(tenantId),
          createdBy: 'the customer',
          removed: false,
        };
        world.azureRoleAssignments.put(one.name, subscriptionId, one);
        recordRoleAssignment(world, {
          tenantId: tenantId ?? '',
          azureSubscriptionId: subscriptionId,
          at: one.createdAt,
          caller: { name: 'admin@customer.example', objectId: 'customer-admin' },
          roleDefinitionId: one.role,
          principalId,
        });
        return json(201, one);
      },
    },
    {
      method: 'GET',
      pattern: roles,
      handle: (_call, params) => json(200, { items: standingAzureRoles(world, idOf(params)) }),
    },
    {
      method: 'POST',
      pattern: '/control/azure-subscriptions/{azureSubscriptionId}/aobo',
      handle: (call, params) => {
        const aobo = z.strictObject({ withdrawn: z.boolean() }).parse(readJson(call));
        world.withoutAobo.put(idOf(params), '', aobo);
        return json(200, aobo);
      },
    },
  ];
}
