import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { json } from '../../kit/answer.ts';
import { ControlRefused, readJson } from '../../kit/control.ts';
import type { Call } from '../../kit/http-server.ts';
import { type Params, param, type Route } from '../../kit/router.ts';
import type { World } from '../world.ts';
import { noteDirectoryAudit } from './audits.ts';
import { directoryOf } from './licence-routes.ts';
import { type DirectoryUser, putUser, STATES, userOf } from './user.ts';

const instant = z.iso.datetime({ offset: true }).transform((text) => Date.parse(text));
const signIn = z.strictObject({
  at: instant,
  isInteractive: z.boolean().default(true),
  succeeded: z.boolean().default(true),
});
const seededUser = z.strictObject({
  id: z.uuid().toLowerCase().optional(),
  userPrincipalName: z.string().min(1).optional(),
  displayName: z.string().min(1).default('Somebody'),
  accountEnabled: z.boolean().default(true),
  userType: z.enum(['Member', 'Guest']).nullable().default('Member'),
  createdAt: instant,
  externalUserState: z.enum(STATES).nullable().default(null),
  assignedLicenses: z.array(z.uuid().toLowerCase()).default([]),
  signIns: z.array(signIn).default([]),
});
const seededSku = z.strictObject({
  skuId: z.uuid().toLowerCase(),
  skuPartNumber: z.string().min(1),
  bought: z.int().nonnegative().default(0),
  isTrial: z.boolean().default(false),
  freeUnits: z.int().nonnegative().default(0),
});
const seededDirectory = z.strictObject({
  isPremium: z.boolean().optional(),
  skus: z.array(seededSku).optional(),
  users: z.array(seededUser).default([]),
});

/** Levers over directories: who is in one, who signs in, and what people there do by themselves. */
export function directoryControlRoutes(world: World): Route<Call>[] {
  const one = '/control/tenants/{tenantId}/directory';
  return [
    {
      method: 'POST',
      pattern: one,
      handle: (call, params) => {
        const { users } = seeded(world, tenantOf(params), seededDirectory.parse(readJson(call)));
        return json(201, { users });
      },
    },
    {
      method: 'GET',
      pattern: one,
      handle: (_call, params) => {
        const tenantId = tenantOf(params);
        return json(200, { ...directoryOf(world, tenantId), users: world.directoryUsers.ownedBy(tenantId) });
      },
    },
    {
      method: 'POST',
      pattern: `${one}/users/{userId}/sign-ins`,
      handle: (call, params) => {
        const user = found(world, params);
        putUser(world, { ...user, signIns: [...user.signIns, signIn.parse(readJson(call))] });
        return json(201, {});
      },
    },
    {
      // What an administrator of the customer does in the portal.
      method: 'POST',
      pattern: `${one}/users/{userId}/account`,
      handle: (call, params) => {
        const user = found(world, params);
        const body = z.strictObject({ enabled: z.boolean(), licences: z.array(z.uuid()).optional() });
        const { enabled, licences = user.assignedLicenses } = body.parse(readJson(call));
        putUser(world, { ...user, accountEnabled: enabled, assignedLicenses: licences });
        const { tenantId } = user;
        const at = world.clock.now(tenantId);
        const activityDisplayName = enabled ? 'Enable account' : 'Disable account';
        if (enabled !== user.accountEnabled)
          noteDirectoryAudit(world, { tenantId, at, activityDisplayName, by: 'admin@customer.example', user });
        return json(200, {});
      },
    },
  ];
}

function seeded(world: World, tenantId: string, given: z.infer<typeof seededDirectory>): { users: string[] } {
  return world.db.transaction(() => {
    const before = directoryOf(world, tenantId);
    const skus = given.skus?.map(({ bought, isTrial, ...sku }) => ({
      ...sku,
      subscriptions:
        bought === 0
          ? []
          : [
              {
                commerceSubscriptionId: randomUUID(),
                totalLicenses: bought,
                isTrial,
                status: 'Enabled',
                nextLifecycleDateTime: new Date(world.clock.now(tenantId) + 365 * 86_400_000).toISOString(),
              },
            ],
    }));
    const isPremium = given.isPremium ?? before.isPremium;
    world.directories.put(tenantId, tenantId, { tenantId, isPremium, skus: skus ?? before.skus });
    const users = given.users.map((user) => newUser(tenantId, user));
    for (const user of users) putUser(world, user);
    return { users: users.map(({ id }) => id) };
  });
}

function newUser(tenantId: string, given: z.infer<typeof seededUser>): DirectoryUser {
  const id = given.id ?? randomUUID();
  return {
    ...given,
    id,
    tenantId,
    userPrincipalName: given.userPrincipalName ?? `${id.slice(0, 8)}@customer.example`,
    externalUserStateChangedAt: given.externalUserState === null ? null : given.createdAt,
    sessionsValidFrom: given.createdAt,
    deletedAt: null,
  };
}

function found(world: World, params: Params): DirectoryUser {
  const user = userOf(world, tenantOf(params), param(params, 'userId'));
  if (user === undefined) throw new ControlRefused(404, 'no such user');
  return user;
}

function tenantOf(params: Params): string {
  return param(params, 'tenantId').toLowerCase();
}
