import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { type Answer, empty, json, withHeaders } from '../../kit/answer.ts';
import { param } from '../../kit/router.ts';
import type { GraphCall, GraphRoute } from '../graph/graph-call.ts';
import { GraphFault } from '../graph/graph-fault.ts';
import { listed } from '../graph/paged.ts';
import { requireEtag, requirePartner } from './if-match.ts';
import {
  daysOf,
  GLOBAL_ADMINISTRATOR,
  keep,
  type Relationship,
  relationshipResource,
  settled,
} from './relationship.ts';

export const RELATIONSHIPS = '/v1.0/tenantRelationships/delegatedAdminRelationships';
const ONE = `${RELATIONSHIPS}/{relationshipId}`;
const PROPERTIES = `
  id displayName duration customer accessDetails status autoExtendDuration createdDateTime lastModifiedDateTime
  activatedDateTime endDateTime
`
  .trim()
  .split(/\s+/);
/** Contract 14.1: every word of the machine, those that this simulator passes through at once included. */
const STATUSES = `
  created approvalPending approved activating active expiring expired terminationRequested terminating terminated
`
  .trim()
  .split(/\s+/);

/** Contract 14.1. */
export const relationshipRoutes: readonly GraphRoute[] = [
  { method: 'GET', pattern: RELATIONSHIPS, handle: list },
  { method: 'POST', pattern: RELATIONSHIPS, handle: create },
  { method: 'GET', pattern: ONE, handle: (call) => json(200, relationshipResource(findRelationship(call))) },
  { method: 'PATCH', pattern: ONE, handle: change },
  { method: 'DELETE', pattern: ONE, handle: remove },
  { method: 'POST', pattern: `${ONE}/requests`, handle: request },
];

export const unifiedRoles = z.strictObject({
  unifiedRoles: z.array(z.strictObject({ roleDefinitionId: z.uuid().toLowerCase() })).min(1),
});
const fields = z.strictObject({
  displayName: z.string().min(1).max(50),
  duration: z.string().refine((text) => daysOf(text) !== undefined, 'is no duration from P1D to P2Y'),
  customer: z.strictObject({ tenantId: z.uuid().toLowerCase(), displayName: z.string().default('') }).nullish(),
  accessDetails: unifiedRoles,
  autoExtendDuration: z.enum(['P0D', 'PT0S', 'P180D']).default('PT0S'),
});
const changes = fields.extend({ autoExtendDuration: z.enum(['P0D', 'PT0S', 'P180D']) }).partial();

/** @throws GraphFault 403, 404 */
export function findRelationship(call: GraphCall): Relationship {
  requirePartner(call);
  const id = param(call.params, 'relationshipId').toLowerCase();
  const found = call.world.relationships.get(id);
  if (found === undefined || found.deleted)
    throw new GraphFault(404, 'notFound', `The delegated admin relationship '${id}' was not found.`);
  return upToDate(call, found);
}

function upToDate({ world }: GraphCall, one: Relationship): Relationship {
  const now = world.clock.now(one.customer?.tenantId);
  const after = settled(one, now);
  if (after !== one) keep(world, after, now);
  return after;
}

function list(call: GraphCall): Answer {
  requirePartner(call);
  const rows = call.world.relationships
    .all()
    .filter(({ deleted }) => !deleted)
    .map((one) => relationshipResource(upToDate(call, one)));
  const enumerations = { status: STATUSES };
  return listed(call, rows, { path: RELATIONSHIPS, properties: PROPERTIES, enumerations, most: 300 });
}

/** @throws GraphFault 400 with what is wrong */
export function parsed<T>(schema: z.ZodType<T>, body: unknown): T {
  const result = schema.safeParse(body ?? {});
  if (!result.success) throw new GraphFault(400, 'badRequest', z.prettifyError(result.error));
  return result.data;
}

function create(call: GraphCall): Answer {
  requirePartner(call);
  const given = parsed(fields, call.body);
  requireUnique(call, given.displayName);
  const now = call.world.clock.now(given.customer?.tenantId);
  const one: Relationship = {
    id: `${randomUUID()}-${randomUUID()}`,
    displayName: given.displayName,
    duration: given.duration,
    customer: given.customer ?? null,
    roles: given.accessDetails.unifiedRoles.map(({ roleDefinitionId }) => roleDefinitionId),
    autoExtendDuration: given.autoExtendDuration,
    status: 'created',
    createdAt: now,
    modifiedAt: now,
    activatedAt: null,
    endsAt: null,
    version: 1,
    deleted: false,
  };
  requireBounded(one);
  keep(call.world, one, now);
  return json(201, relationshipResource(one), { location: `${call.world.address.url}${RELATIONSHIPS}/${one.id}` });
}

function requireUnique({ world }: GraphCall, displayName: string): void {
  if (world.relationships.all().some((one) => !one.deleted && one.displayName === displayName))
    throw new GraphFault(409, 'conflict', `The display name '${displayName}' is in use.`);
}

/** A relationship that carries the Global administrator does not extend itself; the answer is not published (I). */
function requireBounded({ roles, autoExtendDuration }: Relationship): void {
  if (roles.includes(GLOBAL_ADMINISTRATOR) && daysOf(autoExtendDuration) !== undefined)
    throw new GraphFault(400, 'badRequest', 'A relationship with the Global Administrator role cannot be extended.');
}

/** Contract 14.1: all of it while it is `created`; afterwards only whether it extends itself, which is done later (202). */
function change(call: GraphCall): Answer {
  const one = findRelationship(call);
  requireEtag(call, one);
  const given = parsed(changes, call.body);
  const onlyExtension = Object.keys(given).every((name) => name === 'autoExtendDuration');
  if (one.status !== 'created' && !(one.status === 'active' && onlyExtension))
    throw new GraphFault(400, 'badRequest', `A relationship that is ${one.status} cannot be changed so.`);
  if (given.displayName !== undefined && given.displayName !== one.displayName) requireUnique(call, given.displayName);
  const now = call.world.clock.now(one.customer?.tenantId);
  const after: Relationship = {
    ...one,
    displayName: given.displayName ?? one.displayName,
    duration: given.duration ?? one.duration,
    customer: given.customer ?? one.customer,
    roles: given.accessDetails?.unifiedRoles.map(({ roleDefinitionId }) => roleDefinitionId) ?? one.roles,
    autoExtendDuration: given.autoExtendDuration ?? one.autoExtendDuration,
    modifiedAt: now,
    version: one.version + 1,
  };
  requireBounded(after);
  keep(call.world, after, now);
  if (one.status === 'created') return json(200, relationshipResource(after));
  const operation = `${call.world.address.url}${RELATIONSHIPS}/${one.id}/operations/${randomUUID()}`;
  return withHeaders(empty(202), { location: operation, 'retry-after': '10' });
}

/** Contract 14.1: only a `created` one can be deleted. */
function remove(call: GraphCall): Answer {
  const one = findRelationship(call);
  requireEtag(call, one);
  if (one.status !== 'created')
    throw new GraphFault(400, 'badRequest', `A relationship that is ${one.status} cannot be deleted.`);
  keep(call.world, { ...one, deleted: true, version: one.version + 1 }, call.world.clock.now(one.customer?.tenantId));
  return empty(204);
}

const asked = z.strictObject({ action: z.enum(['lockForApproval', 'approve', 'terminate', 'reject']) });

/** Contract 14.1: the partner offers and ends; to approve and to reject is the customer's, in his own administration. */
function request(call: GraphCall): Answer {
  const one = findRelationship(call);
  const { action } = parsed(asked, call.body);
  if (action === 'approve' || action === 'reject')
    throw new GraphFault(403, 'Forbidden', `Only the customer may ${action} a relationship.`);
  const from = action === 'lockForApproval' ? 'created' : 'active';
  if (one.status !== from)
    throw new GraphFault(400, 'badRequest', `The action '${action}' is not possible while it is ${one.status}.`);
  const now = call.world.clock.now(one.customer?.tenantId);
  const status = action === 'lockForApproval' ? 'approvalPending' : 'terminated';
  keep(call.world, { ...one, status, modifiedAt: now, version: one.version + 1 }, now);
  return json(201, {
    id: randomUUID(),
    action,
    status: 'succeeded',
    createdDateTime: new Date(now).toISOString(),
    lastModifiedDateTime: new Date(now).toISOString(),
  });
}
