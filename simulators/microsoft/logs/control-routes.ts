import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { json } from '../../kit/answer.ts';
import { ControlRefused, readJson } from '../../kit/control.ts';
import type { Call } from '../../kit/http-server.ts';
import { type Params, param, type Route } from '../../kit/router.ts';
import type { World } from '../world.ts';
import { recordAzure, recordOperation, recordRoleAssignment } from './azure-activity.ts';
import { recordDirectory, recordSignIn } from './directory-log.ts';
import { accessOf, type LogAccess } from './tenant-access.ts';

/** When it was done and when its record can be read: now, unless said otherwise. */
const when = {
  at: z.iso.datetime({ offset: true }).optional(),
  visibleAfterMs: z.int().nonnegative().default(0),
};
const caller = z.strictObject({
  name: z.string().min(1).default('admin@customer.example'),
  objectId: z.string().optional(),
  address: z.string().optional(),
});

const azure = z.strictObject({
  azureSubscriptionId: z.uuid(),
  operation: z.string().min(1),
  /** Absent: the whole operation, from its beginning to its end. */
  status: z.string().optional(),
  subStatus: z.string().optional(),
  category: z.string().optional(),
  resource: z.string().optional(),
  correlationId: z.string().optional(),
  id: z.string().optional(),
  request: z.record(z.string(), z.unknown()).default({}),
  caller: caller.prefault({}),
  ...when,
});
const roleAssignment = z.strictObject({
  azureSubscriptionId: z.uuid(),
  roleDefinitionId: z.string().default('8e3af657-a8ff-443c-a75c-2fe8c4bcb635'),
  principalId: z.string().min(1),
  caller: caller.prefault({}),
  ...when,
});
const doer = z.strictObject({
  userId: z.string().optional(),
  userPrincipalName: z.string().optional(),
  appId: z.string().optional(),
  address: z.string().optional(),
});
const audit = z.strictObject({
  activity: z.string().min(1),
  category: z.string().default('UserManagement'),
  result: z.enum(['success', 'failure']).default('success'),
  by: doer.default({ userId: 'admin', userPrincipalName: 'admin@customer.example' }),
  target: z.strictObject({
    id: z.string(),
    type: z.string().default('User'),
    userPrincipalName: z.string().optional(),
  }),
  role: z.strictObject({ templateId: z.string(), name: z.string() }).optional(),
  id: z.string().optional(),
  ...when,
});
const signIn = z.strictObject({
  userId: z.string().min(1),
  userPrincipalName: z.string().default('admin@customer.example'),
  homeTenantId: z.uuid().optional(),
  address: z.string().default('203.0.113.7'),
  country: z.string().length(2).nullable().default('PL'),
  errorCode: z.int().nonnegative().default(0),
  risk: z.string().default('none'),
  id: z.string().optional(),
  ...when,
});
const access = (now: LogAccess) =>
  z.strictObject({
    premium: z.boolean().default(now.premium),
    azureReader: z.boolean().default(now.azureReader),
    directoryReader: z.boolean().default(now.directoryReader),
  });

/** Levers: something is done in a customer's tenant, and what of it the partner may read. */
export function logControlRoutes(world: World): Route<Call>[] {
  const tenantOf = (params: Params): string => param(params, 'tenantId').toLowerCase();
  const lever = <T extends { readonly at?: string | undefined; readonly visibleAfterMs: number }>(
    name: string,
    schema: z.ZodType<T>,
    pull: (tenantId: string, given: T, stamp: { readonly at: number; readonly visibleFrom: number }) => object,
  ): Route<Call> => ({
    method: 'POST',
    pattern: `/control/tenants/{tenantId}/${name}`,
    handle: (call, params) => {
      const tenantId = tenantOf(params);
      const given = schema.parse(readJson(call));
      const at = given.at === undefined ? world.clock.now(tenantId) : Date.parse(given.at);
      const stamp = { at, visibleFrom: at + given.visibleAfterMs };
      return json(
        201,
        world.db.transaction(() => pull(tenantId, given, stamp)),
      );
    },
  });
  const owned = (tenantId: string, azureSubscriptionId: string): string => {
    const found = world.entitlements.get(azureSubscriptionId.toLowerCase());
    if (found?.tenantId !== tenantId) throw new ControlRefused(404, 'no such Azure subscription of this tenant');
    return found.id;
  };

  return [
    lever('azure-activity', azure, (tenantId, { status, request, id, correlationId, ...deed }, stamp) => {
      owned(tenantId, deed.azureSubscriptionId);
      const { at: _at, visibleAfterMs: _late, subStatus, category, resource, ...rest } = deed;
      const what = {
        ...rest,
        ...stamp,
        tenantId,
        ...(subStatus === undefined ? {} : { subStatus }),
        ...(category === undefined ? {} : { category }),
        ...(resource === undefined ? {} : { resource }),
      };
      if (status === undefined) {
        recordOperation(world, what, request);
        return {};
      }
      const properties = { requestbody: JSON.stringify(request) };
      const made = { id: id ?? randomUUID(), correlationId: correlationId ?? randomUUID() };
      return { id: recordAzure(world, { ...what, ...made, status, properties }) };
    }),
    lever(
      'azure-roles',
      roleAssignment,
      (tenantId, { azureSubscriptionId, roleDefinitionId, principalId, caller: by }, stamp) => {
        const id = owned(tenantId, azureSubscriptionId);
        recordRoleAssignment(world, {
          ...stamp,
          tenantId,
          azureSubscriptionId: id,
          roleDefinitionId,
          principalId,
          caller: by,
        });
        return {};
      },
    ),
    lever('directory-audits', audit, (tenantId, { visibleAfterMs: _late, ...deed }, stamp) => ({
      id: recordDirectory(world, { ...deed, ...stamp, tenantId }),
    })),
    lever('sign-ins', signIn, (tenantId, { visibleAfterMs: _late, ...given }, stamp) => ({
      id: recordSignIn(world, { ...given, ...stamp, tenantId }),
    })),
    {
      method: 'POST',
      pattern: '/control/tenants/{tenantId}/log-access',
      handle: (call, params) => {
        const tenantId = tenantOf(params);
        const after = access(accessOf(world, tenantId)).parse(readJson(call));
        world.logAccess.put(tenantId, '', after);
        return json(200, after);
      },
    },
  ];
}
