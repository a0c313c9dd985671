import { commitChange } from '../../db/commit-change.ts';
import { actorOfFact } from '../../db/security-case-actors.ts';
import type { CaseFactDraft } from '../../domain/security/case-facts.ts';
import { isHeld } from '../../domain/service/holds.ts';
import type { ActivityDeps } from '../deps.ts';
import type { CaseAtWork } from './case-at-work.ts';
import { accountOf } from './check-containment.ts';
import { codeForPerson, containmentOf, entitlementsOf, plansOf, tenantOf } from './contained.ts';

/**
 * Releases the fraud holds of a containment in the name of the analyst who took it back; nobody else may, and a payment never
 * does (design, rule 2). Whether service comes back is the life's to decide: another hold may be left.
 */
export async function releaseHolds(
  deps: ActivityDeps,
  work: CaseAtWork,
  id: string,
): Promise<readonly CaseFactDraft[]> {
  const { holds } = containmentOf(work, id);
  const actor = await actorOfFact(deps.db, work.caseId, 'case.reversalOrdered', id);
  const request = {
    customer: work.customerId,
    actor,
    roles: ['analyst'],
    because: 'securityCase',
    newId: deps.newId,
  };
  for (const hold of holds)
    await commitChange(deps.db, { ...request, wallNow: deps.wallNow() }, (change) => {
      const isLeft = change.account.holds.some((one) => one.hold === hold && one.active);
      if (isLeft) change.command('hold.release', { hold });
    });
  return [{ kind: 'case.reversalSent', body: { containment: id, stage: 'release' } }];
}

/** Asks Microsoft to start again what this containment had stopped, and nothing else. */
export async function restart(deps: ActivityDeps, work: CaseAtWork, id: string): Promise<readonly CaseFactDraft[]> {
  try {
    await startAgain(deps, work, id);
    return [{ kind: 'case.reversalSent', body: { containment: id, stage: 'restart' } }];
  } catch (error) {
    const code = codeForPerson(error);
    if (code === null) throw error;
    return [{ kind: 'case.reversalFailed', body: { containment: id, code } }];
  }
}

async function startAgain(deps: ActivityDeps, work: CaseAtWork, id: string): Promise<void> {
  const containment = containmentOf(work, id);
  const tenant = await tenantOf(deps, work);
  if (containment.action === 'stopResource')
    for (const machine of containment.stopped) await deps.azureMachines.start(tenant, machine);
  else
    for (const entitlement of await entitlementsOf(deps, tenant, containment))
      if (!entitlement.active && containment.stopped.includes(entitlement.id))
        await deps.azureEntitlements.reactivate(tenant, entitlement);
}

/** Reads back what was started again. */
export async function checkReversal(
  deps: ActivityDeps,
  work: CaseAtWork,
  id: string,
): Promise<readonly CaseFactDraft[]> {
  const containment = containmentOf(work, id);
  const plansOff =
    containment.action === 'suspendAzurePlan'
      ? (await plansOf(deps, await tenantOf(deps, work), containment)).flatMap((plan) => (plan.active ? [] : [plan.id]))
      : [];
  const stillOff = await stillOffOf(deps, work, id);
  return [{ kind: 'case.reversalChecked', body: { containment: id, stillOff, plansOff } }];
}

async function stillOffOf(deps: ActivityDeps, work: CaseAtWork, id: string): Promise<readonly string[]> {
  const containment = containmentOf(work, id);
  const { action, targets, stopped } = containment;
  if (action === 'suspendSubscriptions') {
    const account = await accountOf(deps, work);
    // What another hold keeps off is off rightly.
    return [...account.subscriptions.values()]
      .filter(({ subscription }) => targets.length === 0 || targets.includes(subscription))
      .filter(({ subscription, stoppedByUs }) => stoppedByUs && !isHeld(account, subscription))
      .map(({ subscription }) => subscription);
  }
  const tenant = await tenantOf(deps, work);
  if (action === 'stopResource') {
    const off: string[] = [];
    for (const machine of stopped) if (!(await deps.azureMachines.isOn(tenant, machine))) off.push(machine);
    return off;
  }
  const entitlements = await entitlementsOf(deps, tenant, containment);
  return entitlements.flatMap((one) => (stopped.includes(one.id) && !one.active ? [one.id] : []));
}
