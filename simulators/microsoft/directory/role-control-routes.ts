import { randomBytes, randomUUID } from 'node:crypto';
import { z } from 'zod';
import { empty, json } from '../../kit/answer.ts';
import { ControlRefused, readJson } from '../../kit/control.ts';
import type { Call } from '../../kit/http-server.ts';
import { param, type Params, type Route } from '../../kit/router.ts';
import { recordDirectory } from '../logs/directory-log.ts';
import type { World } from '../world.ts';
import { roleAssignmentResource } from './role-assignment.ts';

const role = z.strictObject({
  principalId: z.uuid().toLowerCase().optional(),
  roleDefinitionId: z.uuid().toLowerCase(),
  principalType: z.enum(['user', 'group', 'servicePrincipal']).default('user'),
  displayName: z.string().default('Somebody'),
});

const registration = z.strictObject({
  id: z.uuid().toLowerCase().optional(),
  userPrincipalName: z.string().default('somebody@customer.example'),
  userType: z.enum(['member', 'guest']).default('member'),
  isAdmin: z.boolean().default(true),
  isMfaRegistered: z.boolean().default(true),
});

/** Levers over a customer's directory: somebody gives a role or takes it away there, somebody registers for MFA. */
export function roleControlRoutes(world: World): Route<Call>[] {
  const tenantOf = (params: Params) => param(params, 'tenantId').toLowerCase();
  return [
    {
      method: 'POST',
      pattern: '/control/tenants/{tenantId}/directory-roles',
      handle: (call, params) => {
        const { principalType, displayName, principalId = randomUUID(), roleDefinitionId } = role.parse(readJson(call));
        const one = {
          id: randomBytes(32).toString('base64url'),
          tenantId: tenantOf(params),
          principalId,
          roleDefinitionId,
          directoryScopeId: '/',
          principal: { type: principalType, displayName },
          removed: false,
        };
        world.roleAssignments.put(one.id, one.tenantId, one);
        recordDirectory(world, {
          tenantId: one.tenantId,
          at: world.clock.now(one.tenantId),
          activity: 'Add member to role',
          category: 'RoleManagement',
          result: 'success',
          by: { userId: 'customer-admin', userPrincipalName: 'admin@customer.example' },
          target: { id: principalId, type: principalType },
          role: { templateId: roleDefinitionId, name: roleDefinitionId },
        });
        return json(201, roleAssignmentResource(one, true));
      },
    },
    {
      method: 'GET',
      pattern: '/control/tenants/{tenantId}/directory-roles',
      handle: (_call, params) => {
        const standing = world.roleAssignments.ownedBy(tenantOf(params)).filter(({ removed }) => !removed);
        return json(200, { items: standing.map((one) => roleAssignmentResource(one, true)) });
      },
    },
    {
      method: 'DELETE',
      pattern: '/control/tenants/{tenantId}/directory-roles/{assignmentId}',
      handle: (_call, params) => {
        const one = world.roleAssignments.get(param(params, 'assignmentId'));
        if (one === undefined || one.tenantId !== tenantOf(params)) throw new ControlRefused(404, 'no such assignment');
        world.roleAssignments.put(one.id, one.tenantId, { ...one, removed: true });
        return empty(204);
      },
    },
    {
      method: 'POST',
      pattern: '/control/tenants/{tenantId}/mfa-registrations',
      handle: (call, params) => {
        const { id = randomUUID(), ...given } = registration.parse(readJson(call));
        const tenantId = tenantOf(params);
        const methodsRegistered = given.isMfaRegistered ? ['microsoftAuthenticatorPush'] : [];
        const one = { ...given, id, tenantId, methodsRegistered, updatedAt: world.clock.now(tenantId) };
        world.mfaRegistrations.put(id, tenantId, one);
        return json(201, one);
      },
    },
  ];
}
