import { z } from 'zod';
import { type Answer, empty, json } from '../../kit/answer.ts';
import { param } from '../../kit/router.ts';
import { recordRoleAssignment } from '../logs/azure-activity.ts';
import type { World } from '../world.ts';
import type { AzureRoleAssignment } from './azure-role-assignment.ts';
import type { ArmCall, ArmRoute } from './arm-call.ts';
import { ArmFault } from './arm-fault.ts';

const ASSIGNMENTS = '/subscriptions/{azureSubscriptionId}/providers/Microsoft.Authorization/roleAssignments';
const ONE = `${ASSIGNMENTS}/{assignmentName}`;
const API = ['2022-04-01'];
/** Rows on one page; not published. */
const PAGE = 100;

/** Contract 14.3. The contract shows reading and DELETE; PUT is as Azure publishes it for the same address (I). */
export const azureRoleRoutes: readonly ArmRoute[] = [
  { method: 'GET', pattern: ASSIGNMENTS, apiVersions: API, handle: list },
  { method: 'GET', pattern: ONE, apiVersions: API, handle: (call) => json(200, resource(find(call))) },
  { method: 'PUT', pattern: ONE, apiVersions: API, handle: create },
  { method: 'DELETE', pattern: ONE, apiVersions: API, handle: remove },
];

export function standingAzureRoles(world: World, subscriptionId: string): readonly AzureRoleAssignment[] {
  return world.azureRoleAssignments.ownedBy(subscriptionId).filter(({ removed }) => !removed);
}

function resource(one: AzureRoleAssignment): object {
  const scope = `/subscriptions/${one.subscriptionId}`;
  return {
    id: `${scope}/providers/Microsoft.Authorization/roleAssignments/${one.name}`,
    name: one.name,
    type: 'Microsoft.Authorization/roleAssignments',
    properties: {
      roleDefinitionId: `${scope}/providers/Microsoft.Authorization/roleDefinitions/${one.role}`,
      principalId: one.principalId,
      principalType: one.principalType,
      scope,
      createdOn: new Date(one.createdAt).toISOString(),
      createdBy: one.createdBy,
    },
  };
}

/** Contract 14.3: the partner is Owner through AOBO until the customer takes that away. */
function requireRights({ world, entitlement, caller }: ArmCall, action: string): void {
  if (world.withoutAobo.get(entitlement.id)?.withdrawn !== true) return;
  const message = `The client '${caller.applicationId}' does not have authorization to perform action 'Microsoft.Authorization/roleAssignments/${action}'.`;
  throw new ArmFault(403, 'AuthorizationFailed', message);
}

function list(call: ArmCall): Answer {
  requireRights(call, 'read');
  const { query } = call.call;
  const filter = query.get('$filter');
  if (filter !== null && filter !== 'atScope()')
    throw new ArmFault(400, 'UnsupportedQuery', `The filter '${filter}' is not supported.`);
  const start = Number(query.get('$skiptoken') ?? 0);
  const rows = standingAzureRoles(call.world, call.entitlement.id);
  const next = new URLSearchParams(query);
  next.set('$skiptoken', String(start + PAGE));
  return json(200, {
    value: rows.slice(start, start + PAGE).map(resource),
    ...(rows.length > start + PAGE
      ? { nextLink: `${call.world.address.url}${call.call.path}?${next.toString()}` }
      : {}),
  });
}

function find(call: ArmCall): AzureRoleAssignment {
  requireRights(call, 'read');
  const name = param(call.params, 'assignmentName').toLowerCase();
  const found = standingAzureRoles(call.world, call.entitlement.id).find((one) => one.name === name);
  if (found === undefined)
    throw new ArmFault(404, 'RoleAssignmentNotFound', `The role assignment '${name}' is not found.`);
  return found;
}

const given = z.strictObject({
  properties: z.strictObject({
    roleDefinitionId: z.string(),
    principalId: z.uuid().toLowerCase(),
    principalType: z.enum(['User', 'Group', 'ServicePrincipal', 'ForeignGroup']).default('User'),
  }),
});

function create(call: ArmCall): Answer {
  requireRights(call, 'write');
  const name = param(call.params, 'assignmentName').toLowerCase();
  const parsed = given.safeParse(call.body);
  const role = parsed.data && /\/roleDefinitions\/([0-9a-f-]{36})$/i.exec(parsed.data.properties.roleDefinitionId)?.[1];
  if (!parsed.success || role === undefined || !z.uuid().safeParse(name).success)
    throw new ArmFault(400, 'InvalidRoleAssignmentRequest', 'The role assignment request is invalid.');
  const { principalId, principalType } = parsed.data.properties;
  const standing = standingAzureRoles(call.world, call.entitlement.id);
  const same = standing.find((one) => one.principalId === principalId && one.role === role.toLowerCase());
  if (same !== undefined && same.name !== name)
    throw new ArmFault(409, 'RoleAssignmentExists', 'The role assignment already exists.');
  if (same !== undefined) return json(200, resource(same));
  if (standing.some((one) => one.name === name))
    throw new ArmFault(
      409,
      'RoleAssignmentUpdateNotPermitted',
      'Tenant ID, principal ID and scope are not allowed to be updated.',
    );
  const one: AzureRoleAssignment = {
    name,
    subscriptionId: call.entitlement.id,
    role: role.toLowerCase(),
    principalId,
    principalType,
    createdAt: call.now,
    createdBy: call.caller.applicationId,
    removed: false,
  };
  call.world.azureRoleAssignments.put(one.name, one.subscriptionId, one);
  recordRoleAssignment(call.world, {
    tenantId: call.tenantId,
    azureSubscriptionId: one.subscriptionId,
    at: call.now,
    caller: { name: call.caller.applicationId },
    roleDefinitionId: one.role,
    principalId,
  });
  return json(201, resource(one));
}

/** Contract 14.3: 200 with what was removed, 204 where there is nothing. */
function remove(call: ArmCall): Answer {
  requireRights(call, 'delete');
  const name = param(call.params, 'assignmentName').toLowerCase();
  const one = standingAzureRoles(call.world, call.entitlement.id).find((standing) => standing.name === name);
  if (one === undefined) return empty(204);
  call.world.azureRoleAssignments.put(one.name, one.subscriptionId, { ...one, removed: true });
  return json(200, resource(one));
}
