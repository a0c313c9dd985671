import { z } from 'zod';
import { type Answer, empty, json } from '../../kit/answer.ts';
import { param } from '../../kit/router.ts';
import type { GraphCall, GraphRoute } from '../graph/graph-call.ts';
import { GraphFault } from '../graph/graph-fault.ts';
import { selected } from '../graph/odata.ts';
import { noteDirectoryAudit } from './audits.ts';
import { listUsers, namesIn, requirePremium } from './list-users.ts';
import { requireDelegation } from './role-routes.ts';
import { deletedUsersOf, type DirectoryUser, putUser, userOf } from './user.ts';
import { PROPERTIES, userResource } from './user-resource.ts';

const ONE = '/v1.0/users/{userId}';
const DELETED = '/v1.0/directory/deletedItems';

/** Contract 13: the directory of the token's tenant. */
export const userRoutes: readonly GraphRoute[] = [
  { method: 'GET', pattern: '/v1.0/users', handle: listUsers },
  { method: 'GET', pattern: ONE, handle: read },
  { method: 'PATCH', pattern: ONE, handle: update },
  { method: 'DELETE', pattern: ONE, handle: remove },
  { method: 'POST', pattern: `${ONE}/revokeSignInSessions`, handle: revoke },
  { method: 'GET', pattern: `${DELETED}/microsoft.graph.user`, handle: listDeleted },
  { method: 'POST', pattern: `${DELETED}/{userId}/restore`, handle: restore },
];

function read(call: GraphCall): Answer {
  const names = namesIn(call.call.query.get('$select'));
  const shown = selected(names.join(','), PROPERTIES);
  requirePremium(call, names);
  return json(200, shown(userResource(call.world, find(call), call.now)));
}

const change = z.strictObject({ accountEnabled: z.boolean() });

/** Contract 13: 204 without a body. Somebody's enabling or disabling stands in the audit of the directory. */
function update(call: GraphCall): Answer {
  const user = find(call);
  const parsed = change.safeParse(call.body);
  if (!parsed.success) throw new GraphFault(400, 'Request_BadRequest', z.prettifyError(parsed.error));
  const { accountEnabled } = parsed.data;
  putUser(call.world, { ...user, accountEnabled });
  note(call, accountEnabled ? 'Enable account' : 'Disable account', user);
  return empty(204);
}

/** Contract 13: 204; 30 days in deletedItems. */
function remove(call: GraphCall): Answer {
  const user = find(call);
  putUser(call.world, { ...user, deletedAt: call.now });
  note(call, 'Delete user', user);
  return empty(204);
}

/** Contract 13: 200; whoever is signed in has to do so again. */
function revoke(call: GraphCall): Answer {
  const user = find(call);
  putUser(call.world, { ...user, sessionsValidFrom: call.now });
  note(call, 'Update StsRefreshTokenValidFrom Timestamp', user);
  return json(200, { '@odata.context': `${call.world.address.url}/v1.0/$metadata#Edm.Boolean`, value: true });
}

function listDeleted({ world, tenantId, now }: GraphCall): Answer {
  const value = deletedUsersOf(world, tenantId, now).map(({ id, displayName, userPrincipalName, deletedAt }) => ({
    id,
    displayName,
    userPrincipalName,
    deletedDateTime: new Date(deletedAt ?? now).toISOString(),
  }));
  return json(200, { '@odata.context': `${world.address.url}/v1.0/$metadata#users`, value });
}

function restore(call: GraphCall): Answer {
  const id = param(call.params, 'userId').toLowerCase();
  const user = deletedUsersOf(call.world, call.tenantId, call.now).find((one) => one.id === id);
  if (user === undefined) throw missing(id);
  putUser(call.world, { ...user, deletedAt: null });
  note(call, 'Restore user', user);
  return json(200, { id, displayName: user.displayName, userPrincipalName: user.userPrincipalName });
}

function note({ world, tenantId, now, caller }: GraphCall, activityDisplayName: string, user: DirectoryUser): void {
  noteDirectoryAudit(world, { tenantId, at: now, activityDisplayName, by: caller.userPrincipalName, user });
}

function find(call: GraphCall): DirectoryUser {
  requireDelegation(call, 'reading');
  const { world, tenantId, params } = call;
  const reference = param(params, 'userId');
  const user = userOf(world, tenantId, reference);
  if (user === undefined) throw missing(reference);
  return user;
}

function missing(reference: string): GraphFault {
  const message = `Resource '${reference}' does not exist or one of its queried reference-property objects are not present.`;
  return new GraphFault(404, 'Request_ResourceNotFound', message);
}
