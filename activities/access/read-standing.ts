import type { SeenRelationship } from '../../adapters/delegated-access/port.ts';
import type { AccessStanding } from '../../db/access-standing.ts';
import { isFullAdministration } from '../../domain/access/access-target.ts';
import type { DelegatedRelationship } from '../../domain/access/relationship-end.ts';
import type { ActivityDeps } from '../deps.ts';

/** What the partner, its customer and everybody else may do in a customer's tenant, as Microsoft has it now. @throws PartnerCenterError */
export async function readStanding(
  { tenantAccess, azureEntitlements, wallNow }: Pick<ActivityDeps, 'tenantAccess' | 'azureEntitlements' | 'wallNow'>,
  tenant: string,
  relationships: readonly SeenRelationship[],
): Promise<AccessStanding> {
  const readAt = wallNow();
  const admins = (await tenantAccess.mfaRegistrations(tenant)).filter(({ isAdmin }) => isAdmin);
  const assignments = [...(await tenantAccess.directoryRoles(tenant))];
  const azureSubscriptions = (await azureEntitlements.list(tenant)).filter(({ active }) => active).map(({ id }) => id);
  for (const id of azureSubscriptions) assignments.push(...(await tenantAccess.azureRoles(tenant, id)));
  return {
    readAt,
    admins: admins.length,
    adminsWithoutMfa: admins.filter(({ isRegistered }) => !isRegistered).map(({ user }) => user),
    fullAdministrators: assignments
      .filter(({ target }) => isFullAdministration(target))
      .map(({ id, target }) => ({ id, target })),
    relationships: relationshipsOf(tenant, relationships),
    azureSubscriptions,
  };
}

export function relationshipsOf(
  tenant: string,
  relationships: readonly SeenRelationship[],
): readonly DelegatedRelationship[] {
  return relationships
    .filter(({ customerTenantId }) => customerTenantId === tenant.toLowerCase())
    .map(({ customerTenantId: _tenant, ...relationship }) => relationship);
}
