import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { type Answer, empty, json } from '../../kit/answer.ts';
import { param } from '../../kit/router.ts';
import { delegation } from '../delegated/relationship.ts';
import type { GraphCall, GraphRoute } from '../graph/graph-call.ts';
import { GraphFault } from '../graph/graph-fault.ts';
import { listed } from '../graph/paged.ts';
import { type RoleAssignment, roleAssignmentResource } from './role-assignment.ts';

const ASSIGNMENTS = '/v1.0/roleManagement/directory/roleAssignments';
const ONE = `${ASSIGNMENTS}/{assignmentId}`;
const PROPERTIES = ['id', 'principalId', 'roleDefinitionId', 'directoryScopeId', 'principal'];

/** Contract 14.2. The contract shows reading and DELETE; POST is as Graph publishes it for the same address (I). */
export const roleRoutes: readonly GraphRoute[] = [
  { method: 'GET', pattern: ASSIGNMENTS, handle: list },
  { method: 'POST', pattern: ASSIGNMENTS, handle: create },
  { method: 'GET', pattern: ONE, handle: (call) => json(200, roleAssignmentResource(find(call), expandedIn(call))) },
  { method: 'DELETE', pattern: ONE, handle: remove },
];

/** Contract 14: without a relationship in force the partner sees nothing, with one that only reads it changes nothing. */
export function requireDelegation({ world, tenantId }: GraphCall, what: 'reading' | 'rights'): void {
  const given = delegation(world, tenantId);
  if (given === 'none' || (what === 'rights' && given !== 'rights'))
    throw new GraphFault(403, 'Authorization_RequestDenied', 'Insufficient privileges to complete the operation.');
}

function expandedIn({ call }: GraphCall): boolean {
  const expand = call.query.get('$expand');
  if (expand !== null && expand !== 'principal')
    throw new GraphFault(400, 'BadRequest', `Could not find a property named '${expand}'.`);
  return expand !== null;
}

function standing({ world, tenantId }: GraphCall): readonly RoleAssignment[] {
  return world.roleAssignments.ownedBy(tenantId).filter(({ removed }) => !removed);
}

function list(call: GraphCall): Answer {
  requireDelegation(call, 'reading');
  const expanded = expandedIn(call);
  const rows = standing(call).map((one) => roleAssignmentResource(one, expanded));
  return listed(call, rows, { path: ASSIGNMENTS, properties: PROPERTIES, most: 999, options: ['$expand'] });
}

function find(call: GraphCall): RoleAssignment {
  requireDelegation(call, 'reading');
  const id = param(call.params, 'assignmentId');
  const found = standing(call).find((one) => one.id === id);
  if (found === undefined) throw new GraphFault(404, 'Request_ResourceNotFound', `Resource '${id}' does not exist.`);
  return found;
}

const given = z.strictObject({
  '@odata.type': z.literal('#microsoft.graph.unifiedRoleAssignment').optional(),
  principalId: z.uuid().toLowerCase(),
  roleDefinitionId: z.uuid().toLowerCase(),
  directoryScopeId: z.string().startsWith('/'),
});

function create(call: GraphCall): Answer {
  requireDelegation(call, 'rights');
  const parsed = given.safeParse(call.body);
  if (!parsed.success) throw new GraphFault(400, 'Request_BadRequest', z.prettifyError(parsed.error));
  const { principalId, roleDefinitionId, directoryScopeId } = parsed.data;
  const same = (one: RoleAssignment) =>
    one.principalId === principalId &&
    one.roleDefinitionId === roleDefinitionId &&
    one.directoryScopeId === directoryScopeId;
  if (standing(call).some(same))
    throw new GraphFault(400, 'Request_BadRequest', 'A conflicting object with one or more of the values is present.');
  const one: RoleAssignment = {
    id: randomBytes(32).toString('base64url'),
    tenantId: call.tenantId,
    principalId,
    roleDefinitionId,
    directoryScopeId,
    principal: { type: 'user', displayName: '' },
    removed: false,
  };
  call.world.roleAssignments.put(one.id, call.tenantId, one);
  return json(201, roleAssignmentResource(one, false));
}

function remove(call: GraphCall): Answer {
  requireDelegation(call, 'rights');
  const one = find(call);
  call.world.roleAssignments.put(one.id, call.tenantId, { ...one, removed: true });
  return empty(204);
}
