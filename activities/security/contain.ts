import type { AzureEntitlement } from '../../adapters/partner-security/port.ts';
import { findCustomer } from '../../db/customers.ts';
import { loadAccount } from '../../db/load-account.ts';
import { linkedTenant } from '../../db/record-subscriptions.ts';
import type { CaseFactDraft } from '../../domain/security/case-facts.ts';
import type { ActualState } from '../../domain/facts/service-facts.ts';
import type { Containment } from '../../domain/security/security-case.ts';
import type { ActivityDeps } from '../deps.ts';
import type { CaseAtWork } from './case-at-work.ts';

/** States in which a subscription serves its users, or may soon. */
const ON: ReadonlySet<ActualState> = new Set<ActualState>(['ordering', 'active', 'unknown']);

type ContainDeps = Pick<ActivityDeps, 'db' | 'azureEntitlements'>;

/** Cancels what is on among the targets. Works also after a bad actor has taken the partner's rights (contract §7.4). */
export async function cancelAzure(deps: ContainDeps, work: CaseAtWork, id: string): Promise<readonly CaseFactDraft[]> {
  const { targets } = containmentOf(work, id);
  const tenant = await tenantOf(deps, work);
  for (const entitlement of targeted(await deps.azureEntitlements.list(tenant), targets)) {
    if (entitlement.active) await deps.azureEntitlements.cancel(tenant, entitlement);
  }
  return [{ kind: 'case.containmentSent', body: { containment: id } }];
}

/** Reads back what was ordered: Azure at Microsoft, licences as the customer's life has read them after its own order. */
export async function checkContainment(
  deps: ContainDeps,
  work: CaseAtWork,
  id: string,
): Promise<readonly CaseFactDraft[]> {
  const { action, targets } = containmentOf(work, id);
  const stillOn =
    action === 'cancelAzureSubscriptions' ? await azureOn(deps, work, targets) : await licencesOn(deps, work, targets);
  return [{ kind: 'case.containmentChecked', body: { containment: id, stillOn } }];
}

async function azureOn(deps: ContainDeps, work: CaseAtWork, targets: readonly string[]): Promise<readonly string[]> {
  const list = await deps.azureEntitlements.list(await tenantOf(deps, work));
  return targeted(list, targets).flatMap(({ id, active }) => (active ? [id] : []));
}

async function licencesOn(
  { db }: ContainDeps,
  work: CaseAtWork,
  targets: readonly string[],
): Promise<readonly string[]> {
  const customer = await findCustomer(db, work.customerId);
  if (customer === undefined) throw new Error(`customer ${work.customerId} cannot be found`);
  const { account } = await loadAccount(db, customer);
  return [...account.subscriptions.values()]
    .filter(({ subscription }) => targets.length === 0 || targets.includes(subscription))
    .flatMap(({ subscription, actual }) => (ON.has(actual) ? [subscription] : []));
}

function targeted(list: readonly AzureEntitlement[], targets: readonly string[]): readonly AzureEntitlement[] {
  return targets.length === 0 ? list : list.filter(({ id }) => targets.includes(id));
}

function containmentOf({ known, caseId }: CaseAtWork, id: string): Containment {
  const found = known.containments.find(({ containment }) => containment === id);
  if (found === undefined) throw new Error(`case ${caseId} has no containment ${id}`);
  return found;
}

async function tenantOf({ db }: ContainDeps, { customerId }: CaseAtWork): Promise<string> {
  const linked = await linkedTenant(db, customerId);
  if (linked === undefined) throw new Error(`customer ${customerId} has no tenant at Microsoft`);
  return linked.tenant;
}
