import { PartnerCenterError } from '../../adapters/partner-center/partner-center-error.ts';
import type { StandingAssignment } from '../../domain/access/standing-access.ts';
import type { ActivityDeps } from '../deps.ts';

/** What some accounts may do in a tenant. `unread`: Azure subscriptions whose roles the partner may not see any more. */
export interface AccountRoles {
  readonly roles: readonly StandingAssignment[];
  readonly unread: readonly string[];
}

/**
 * Every role of these accounts, in the directory and on each Azure subscription that is on (contract §14). Where an intruder has
 * taken the partner's rights in Azure, the roles there count as standing: the directory's are taken away all the same, and the
 * containment is not proven.
 */
export async function rolesOf(
  { tenantAccess, azureEntitlements }: Pick<ActivityDeps, 'tenantAccess' | 'azureEntitlements'>,
  tenant: string,
  accounts: readonly string[],
): Promise<AccountRoles> {
  const roles = [...(await tenantAccess.directoryRoles(tenant))];
  const unread: string[] = [];
  for (const { id, active } of await azureEntitlements.list(tenant)) {
    if (!active) continue;
    try {
      roles.push(...(await tenantAccess.azureRoles(tenant, id)));
    } catch (error) {
      if (!(error instanceof PartnerCenterError) || error.kind !== 'unauthorized') throw error;
      unread.push(id);
    }
  }
  return { roles: roles.filter(({ target }) => accounts.includes(target.principal)), unread };
}
