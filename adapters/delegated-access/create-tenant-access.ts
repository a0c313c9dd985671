import type { AccessTarget } from '../../domain/access/access-target.ts';
import type { PartnerConnection } from '../partner-center/connection.ts';
import { asBoolean, asText, field } from '../partner-center/json.ts';
import { PartnerCenterError } from '../partner-center/partner-center-error.ts';
import type { TenantCallers } from '../tenants/tenant-callers.ts';
import { findAzureRole, makeAzureRole, readAzureRoles, removeAzureRole } from './azure-roles.ts';
import { confirmed } from './confirmed.ts';
import { findDirectoryRole, makeDirectoryRole, readDirectoryRoles, removeDirectoryRole } from './directory-roles.ts';
import { malformed, readGraphList } from './listed.ts';
import type { TenantAccess } from './port.ts';

const MFA = '/v1.0/reports/authenticationMethods/userRegistrationDetails';

/** Roles inside customers' tenants, in the name of the administrator who consented. */
export function createTenantAccess(
  tenants: TenantCallers,
  connection: Pick<PartnerConnection, 'limits' | 'runtime'>,
): TenantAccess {
  const { limits, runtime } = connection;

  const find = async (tenantId: string, target: AccessTarget): Promise<string | null> =>
    target.kind === 'directoryRole'
      ? await findDirectoryRole(tenants.graphIn(tenantId), tenantId, target, limits.pages)
      : ((await findAzureRole(tenants.armIn(tenantId), tenantId, target, limits.pages))?.id ?? null);

  const removeOnce = async (tenantId: string, target: AccessTarget, requestId: string): Promise<void> => {
    if (target.kind === 'directoryRole') {
      const id = await findDirectoryRole(tenants.graphIn(tenantId), tenantId, target, limits.pages);
      if (id !== null) await removeDirectoryRole(tenants.graphIn(tenantId), tenantId, id, requestId);
      return;
    }
    const found = await findAzureRole(tenants.armIn(tenantId), tenantId, target, limits.pages);
    if (found === null) return;
    const { subscription } = target;
    await removeAzureRole(tenants.armIn(tenantId), tenantId, { subscription, name: found.name }, requestId);
  };

  return {
    directoryRoles: async (tenantId) => await readDirectoryRoles(tenants.graphIn(tenantId), tenantId, limits.pages),
    azureRoles: async (tenantId, subscription) =>
      await readAzureRoles(tenants.armIn(tenantId), tenantId, subscription, limits.pages),
    async mfaRegistrations(tenantId) {
      const items = await readGraphList(tenants.graphIn(tenantId), MFA, tenantId, limits.pages);
      return items.map((item) => {
        const user = asText(field(item, 'id'))?.toLowerCase();
        if (user === undefined) throw malformed('Microsoft Graph', 'no_registration');
        return {
          user,
          isAdmin: asBoolean(field(item, 'isAdmin')) ?? false,
          isRegistered: asBoolean(field(item, 'isMfaRegistered')) ?? false,
        };
      });
    },
    find,
    async make(tenantId, target) {
      const before = await find(tenantId, target);
      if (before !== null) return before;
      const name = runtime.newGuid();
      return await confirmed(
        connection,
        (messageRequestId) =>
          target.kind === 'directoryRole'
            ? makeDirectoryRole(tenants.graphIn(tenantId), tenantId, target, messageRequestId)
            : makeAzureRole(tenants.armIn(tenantId), tenantId, target, { name, messageRequestId }),
        () => find(tenantId, target),
      );
    },
    async remove(tenantId, target) {
      await removeOnce(tenantId, target, runtime.newGuid()).catch((error: unknown) => {
        // It went meanwhile, or the answer was lost: the look that follows knows.
        const settles = error instanceof PartnerCenterError && ['notFound', 'doubtful'].includes(error.kind);
        if (!settles) throw error;
      });
      return (await find(tenantId, target)) === null;
    },
  };
}
