import { z } from 'zod';
import { type Answer, empty, json } from '../../kit/answer.ts';
import { param } from '../../kit/router.ts';
import { customerOf, isGuid } from '../customers/customer.ts';
import { delegation } from '../delegated/relationship.ts';
import type { PartnerCall, PartnerRoute } from '../partner-call.ts';
import { PartnerFault } from '../partner-fault.ts';
import { CUSTOMER_USER } from '../resource-members.ts';
import { collectionOf, instant, link } from '../wire.ts';
import { noteDirectoryAudit } from './audits.ts';
import { deletedUsersOf, type DirectoryUser, putUser, userOf, usersOf } from './user.ts';

const USERS = '/v1/customers/{tenantId}/users';

/** Contract 13, the way over Partner Center: the same users as Graph shows, without their sign-ins. App+User only (contract 1.5). */
export const customerUserRoutes: readonly PartnerRoute[] = [
  {
    method: 'GET',
    pattern: USERS,
    userOnly: true,
    handle: (call) => {
      const tenantId = tenantOf(call);
      const items = usersOf(call.world, tenantId).map(customerUser);
      return json(200, collectionOf(items, { self: link(`/customers/${tenantId}/users`) }));
    },
  },
  {
    method: 'GET',
    pattern: `${USERS}/{userId}`,
    userOnly: true,
    handle: (call) => json(200, customerUser(found(call))),
  },
  { method: 'DELETE', pattern: `${USERS}/{userId}`, userOnly: true, handle: remove },
  { method: 'PATCH', pattern: `${USERS}/{userId}`, userOnly: true, body: CUSTOMER_USER, handle: restore },
];

/** Contract 13: inactive for 30 days, then purged. */
function remove(call: PartnerCall): Answer {
  const user = found(call);
  putUser(call.world, { ...user, deletedAt: call.now });
  note(call, 'Delete user', user);
  return empty(204);
}

const wanted = z.object({ state: z.string().transform((word) => word.toLowerCase()) });

/** Contract 13: `{State: "active"}` brings a deleted user back. */
function restore(call: PartnerCall): Answer {
  const parsed = wanted.safeParse(call.body);
  if (!parsed.success || parsed.data.state !== 'active')
    throw new PartnerFault('3000', 'Only the state active is set.');
  const id = param(call.params, 'userId').toLowerCase();
  const user = deletedUsersOf(call.world, tenantOf(call), call.now).find((one) => one.id === id) ?? found(call);
  const restored = { ...user, deletedAt: null };
  putUser(call.world, restored);
  note(call, 'Restore user', user);
  return json(200, customerUser(restored));
}

function note({ world, now, caller }: PartnerCall, activityDisplayName: string, user: DirectoryUser): void {
  noteDirectoryAudit(world, {
    tenantId: user.tenantId,
    at: now,
    activityDisplayName,
    by: caller.userPrincipalName,
    user,
  });
}

/**
 * The customer's tenant, in whose directory the partner has a role (contract 1.4).
 * @throws PartnerFault 60003 for no tenant, 20002 without relation, 900308 without a delegated role
 */
function tenantOf(call: PartnerCall): string {
  const tenantId = param(call.params, 'tenantId');
  if (isGuid(tenantId) && customerOf(call.world, tenantId) === undefined) throw new PartnerFault('60003');
  const customer = call.customer();
  if (delegation(call.world, customer.tenantId) === 'none') throw new PartnerFault('900308');
  return customer.tenantId;
}

/** @throws PartnerFault 60002 */
function found(call: PartnerCall): DirectoryUser {
  const user = userOf(call.world, tenantOf(call), param(call.params, 'userId'));
  if (user === undefined) throw new PartnerFault('60002');
  return user;
}

function customerUser(user: DirectoryUser): object {
  return {
    id: user.id,
    userPrincipalName: user.userPrincipalName,
    displayName: user.displayName,
    userDomainType: 'managed',
    state: user.deletedAt === null ? 'active' : 'inactive',
    ...(user.deletedAt === null ? {} : { softDeletionTime: instant(user.deletedAt) }),
    links: { self: link(`/customers/${user.tenantId}/users/${user.id}`) },
    attributes: { objectType: 'CustomerUser' },
  };
}
