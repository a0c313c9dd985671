import type { CaseFactDraft } from '../../domain/security/case-facts.ts';
import { CONTAINMENT_RULES } from '../../domain/security/containment-rules.ts';
import type { ActivityDeps } from '../deps.ts';
import type { CaseAtWork } from './case-at-work.ts';
import { containmentOf, entitlementsOf, tenantOf } from './contained.ts';

type ContainDeps = Pick<ActivityDeps, 'db' | 'azureEntitlements' | 'azureMachines'>;

/**
 * Gives the order to Microsoft for what is on among the targets, one at a time (practice 51). Azure subscriptions go by
 * Partner Center: that works also after a bad actor has taken the partner's rights (practice 53, contract §7.4). Repeating it
 * changes nothing.
 */
export async function contain(deps: ContainDeps, work: CaseAtWork, id: string): Promise<readonly CaseFactDraft[]> {
  const stopped = await ordered(deps, work, id);
  return [{ kind: 'case.containmentSent', body: { containment: id, stopped } }];
}

/** What was on, and is to be off. */
async function ordered(deps: ContainDeps, work: CaseAtWork, id: string): Promise<readonly string[]> {
  const containment = containmentOf(work, id);
  const { action, targets } = containment;
  const tenant = await tenantOf(deps, work);
  const stopped: string[] = [];
  switch (action) {
    case 'cancelAzureSubscriptions':
    case 'suspendAzurePlan':
      for (const entitlement of await entitlementsOf(deps, tenant, containment)) {
        if (!entitlement.active) continue;
        await deps.azureEntitlements.cancel(tenant, entitlement);
        stopped.push(entitlement.id);
      }
      return stopped;
    case 'stopResource':
      for (const machine of targets) {
        if (!(await deps.azureMachines.isOn(tenant, machine))) continue;
        await deps.azureMachines.deallocate(tenant, machine);
        stopped.push(machine);
      }
      return stopped;
    default:
      throw new Error(`a case gives no order to Microsoft for ${action} (${CONTAINMENT_RULES[action].approval})`);
  }
}
