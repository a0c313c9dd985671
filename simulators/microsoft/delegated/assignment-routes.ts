import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { type Answer, empty, json, withHeaders } from '../../kit/answer.ts';
import { param } from '../../kit/router.ts';
import type { GraphCall, GraphRoute } from '../graph/graph-call.ts';
import { GraphFault } from '../graph/graph-fault.ts';
import { listed } from '../graph/paged.ts';
import { type AccessAssignment, assignmentResource } from './access-assignment.ts';
import { requireEtag } from './if-match.ts';
import type { Relationship } from './relationship.ts';
import { findRelationship, parsed, RELATIONSHIPS, unifiedRoles } from './relationship-routes.ts';

const ASSIGNMENTS = `${RELATIONSHIPS}/{relationshipId}/accessAssignments`;
const ONE = `${ASSIGNMENTS}/{assignmentId}`;
const PROPERTIES = ['id', 'status', 'accessContainer', 'accessDetails', 'createdDateTime', 'lastModifiedDateTime'];

/** Contract 14.1. */
export const assignmentRoutes: readonly GraphRoute[] = [
  { method: 'GET', pattern: ASSIGNMENTS, handle: list },
  { method: 'POST', pattern: ASSIGNMENTS, handle: create },
  { method: 'GET', pattern: ONE, handle: (call) => json(200, assignmentResource(find(call).one)) },
  { method: 'PATCH', pattern: ONE, handle: change },
  { method: 'DELETE', pattern: ONE, handle: remove },
];

const fields = z.strictObject({
  accessContainer: z.strictObject({
    accessContainerId: z.uuid().toLowerCase(),
    accessContainerType: z.literal('securityGroup'),
  }),
  accessDetails: unifiedRoles,
});
const changes = z.strictObject({ accessDetails: unifiedRoles });

function list(call: GraphCall): Answer {
  const { id } = findRelationship(call);
  const rows = call.world.accessAssignments.ownedBy(id).map((one) => assignmentResource(one));
  return listed(call, rows, { path: `${RELATIONSHIPS}/${id}/accessAssignments`, properties: PROPERTIES, most: 300 });
}

function find(call: GraphCall): { readonly one: AccessAssignment; readonly relationship: Relationship } {
  const relationship = findRelationship(call);
  const id = param(call.params, 'assignmentId').toLowerCase();
  const one = call.world.accessAssignments.get(id);
  if (one === undefined || one.relationshipId !== relationship.id)
    throw new GraphFault(404, 'notFound', `The access assignment '${id}' was not found.`);
  return { one, relationship };
}

/** Nothing is assigned under a relationship that is not in force, and no role that it does not carry. */
function create(call: GraphCall): Answer {
  const relationship = findRelationship(call);
  const given = parsed(fields, call.body);
  const roles = rolesWithin(relationship, given.accessDetails);
  const securityGroup = given.accessContainer.accessContainerId;
  const standing = call.world.accessAssignments.ownedBy(relationship.id);
  if (standing.some((one) => one.status === 'active' && one.securityGroup === securityGroup))
    throw new GraphFault(409, 'conflict', 'The security group has an access assignment under this relationship.');
  const now = call.world.clock.now(relationship.customer?.tenantId);
  const one: AccessAssignment = {
    id: randomUUID(),
    relationshipId: relationship.id,
    securityGroup,
    roles,
    status: 'active',
    createdAt: now,
    modifiedAt: now,
    version: 1,
  };
  keep(call, relationship, one, ['created', 'activated']);
  const location = `${call.world.address.url}${RELATIONSHIPS}/${relationship.id}/accessAssignments/${one.id}`;
  return json(201, assignmentResource(one, 'pending'), { location });
}

function rolesWithin(
  relationship: Relationship,
  { unifiedRoles: given }: z.output<typeof unifiedRoles>,
): readonly string[] {
  if (relationship.status !== 'active')
    throw new GraphFault(400, 'badRequest', `The relationship is ${relationship.status}.`);
  const roles = given.map(({ roleDefinitionId }) => roleDefinitionId);
  const foreign = roles.find((role) => !relationship.roles.includes(role));
  if (foreign !== undefined)
    throw new GraphFault(400, 'badRequest', `The relationship does not carry the role '${foreign}'.`);
  return roles;
}

function change(call: GraphCall): Answer {
  const { one, relationship } = find(call);
  requireEtag(call, one);
  const roles = rolesWithin(relationship, parsed(changes, call.body).accessDetails);
  keep(call, relationship, changed(call, relationship, one, { roles }), ['updated']);
  const operation = `${call.world.address.url}${RELATIONSHIPS}/${relationship.id}/operations/${randomUUID()}`;
  return withHeaders(empty(202), { location: operation, 'retry-after': '10' });
}

function remove(call: GraphCall): Answer {
  const { one, relationship } = find(call);
  requireEtag(call, one);
  keep(call, relationship, changed(call, relationship, one, { status: 'deleted' }), ['deleted']);
  return empty(204);
}

function changed(
  { world }: GraphCall,
  { customer }: Relationship,
  one: AccessAssignment,
  altered: Partial<AccessAssignment>,
): AccessAssignment {
  return { ...one, ...altered, modifiedAt: world.clock.now(customer?.tenantId), version: one.version + 1 };
}

/** Contract 11.4: each change is announced. */
function keep({ world }: GraphCall, { id }: Relationship, one: AccessAssignment, words: readonly string[]): void {
  world.accessAssignments.put(one.id, id, one);
  for (const word of words)
    world.onEvent.deliver({
      name: `granular-admin-access-assignment-${word}`,
      resourceName: 'granular-admin-access-assignment',
      resourceUri: `https://graph.microsoft.com${RELATIONSHIPS}/${id}/accessAssignments/${one.id}`,
      at: one.modifiedAt,
    });
}
