import type { CaseFactDraft } from '../../domain/security/case-facts.ts';
import type { ActivityDeps } from '../deps.ts';
import type { CaseAtWork } from './case-at-work.ts';
import { rolesOf } from './account-roles.ts';
import { codeForPerson, containmentOf, entitlementsOf, tenantOf } from './contained.ts';

type ContainDeps = Pick<
  ActivityDeps,
  'db' | 'azureEntitlements' | 'azureMachines' | 'tenantAccess' | 'partnerDirectory'
>;

/**
 * Gives the order to Microsoft for what is on among the targets, one at a time (practice 51). Azure subscriptions go by
 * Partner Center: that works also after a bad actor has taken the partner's rights (practice 53, contract §7.4). Repeating it
 * changes nothing. What only a person can mend is given up at once, so that somebody takes the next wider step.
 */
export async function contain(deps: ContainDeps, work: CaseAtWork, id: string): Promise<readonly CaseFactDraft[]> {
  const stopped: string[] = [];
  const sent: CaseFactDraft = { kind: 'case.containmentSent', body: { containment: id, stopped } };
  try {
    await order(deps, work, id, stopped);
    return [sent];
  } catch (error) {
    const code = codeForPerson(error);
    if (code === null) throw error;
    return [...(stopped.length > 0 ? [sent] : []), { kind: 'case.containmentFailed', body: { containment: id, code } }];
  }
}

/** Adds to `stopped` what was on and is to be off. */
async function order(deps: ContainDeps, work: CaseAtWork, id: string, stopped: string[]): Promise<void> {
  const containment = containmentOf(work, id);
  const { action, targets } = containment;
  const tenant = await tenantOf(deps, work);
  switch (action) {
    case 'cancelAzureSubscriptions':
    case 'suspendAzurePlan':
      for (const entitlement of await entitlementsOf(deps, tenant, containment)) {
        if (!entitlement.active) continue;
        await deps.azureEntitlements.cancel(tenant, entitlement);
        stopped.push(entitlement.id);
      }
      return;
    case 'stopResource':
      for (const machine of targets) {
        if (!(await deps.azureMachines.isOn(tenant, machine))) continue;
        await deps.azureMachines.deallocate(tenant, machine);
        stopped.push(machine);
      }
      return;
    case 'removeAdminRole':
      for (const { id: assignment, target } of (await rolesOf(deps, tenant, targets)).roles)
        if (await deps.tenantAccess.remove(tenant, target)) stopped.push(assignment);
      return;
    case 'revokeSessions':
      for (const account of targets) {
        // An account that is no more has no sign-ins.
        if ((await deps.partnerDirectory.find(tenant, account)) === null) continue;
        await deps.partnerDirectory.revokeSessions(tenant, account);
        stopped.push(account);
      }
      return;
    case 'suspendSubscriptions':
      throw new Error(`it is the customer's life that stops licences, not case ${work.caseId}`);
  }
}
