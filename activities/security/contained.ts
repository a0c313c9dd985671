import { PartnerCenterError } from '../../adapters/partner-center/partner-center-error.ts';
import type { AzureEntitlement, AzurePlan } from '../../adapters/partner-security/port.ts';
import { linkedTenant } from '../../db/record-subscriptions.ts';
import type { Containment } from '../../domain/security/containment.ts';
import type { ActivityDeps } from '../deps.ts';
import type { CaseAtWork } from './case-at-work.ts';

/** @throws when the case has no such containment: our own mistake */
export function containmentOf({ known, caseId }: CaseAtWork, id: string): Containment {
  const found = known.containments.find(({ containment }) => containment === id);
  if (found === undefined) throw new Error(`case ${caseId} has no containment ${id}`);
  return found;
}

/** The customer's tenant at Microsoft. */
export async function tenantOf({ db }: Pick<ActivityDeps, 'db'>, { customerId }: CaseAtWork): Promise<string> {
  const linked = await linkedTenant(db, customerId);
  if (linked === undefined) throw new Error(`customer ${customerId} has no tenant at Microsoft`);
  return linked.tenant;
}

/** The Azure subscriptions that a containment is about: those it names, or those under the plans it names; none is all. */
export async function entitlementsOf(
  { azureEntitlements }: Pick<ActivityDeps, 'azureEntitlements'>,
  tenant: string,
  { action, targets }: Pick<Containment, 'action' | 'targets'>,
): Promise<readonly AzureEntitlement[]> {
  const list = await azureEntitlements.list(tenant);
  if (targets.length === 0) return list;
  return list.filter(({ id, planId }) => targets.includes(action === 'suspendAzurePlan' ? planId : id));
}

/** The Azure plans that a containment stops; none where it is about something else. */
export async function plansOf(
  { azureEntitlements }: Pick<ActivityDeps, 'azureEntitlements'>,
  tenant: string,
  { action, targets }: Pick<Containment, 'action' | 'targets'>,
): Promise<readonly AzurePlan[]> {
  if (action !== 'suspendAzurePlan') return [];
  const plans = await azureEntitlements.plans(tenant);
  return targets.length === 0 ? plans : plans.filter(({ id }) => targets.includes(id));
}

/** Microsoft's code of an error that repeating cannot help; null for every other error, which is tried again. */
export function codeForPerson(error: unknown): string | null {
  if (!(error instanceof PartnerCenterError) || !error.needsPerson) return null;
  return error.code ?? String(error.httpStatus ?? error.kind);
}
