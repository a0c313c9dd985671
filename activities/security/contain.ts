import type { CaseFactDraft } from '../../domain/security/case-facts.ts';
import type { Containment } from '../../domain/security/containment.ts';
import type { ActivityDeps } from '../deps.ts';
import type { CaseAtWork } from './case-at-work.ts';
import { rolesOf } from './account-roles.ts';
import { changeCase } from './change-case.ts';
import { codeForPerson, containmentOf, entitlementsOf, tenantOf } from './contained.ts';

type ContainDeps = Pick<
  ActivityDeps,
  'db' | 'wallNow' | 'azureEntitlements' | 'azureMachines' | 'tenantAccess' | 'partnerDirectory'
>;

/** Something that is on, and how it is stopped. */
interface Order {
  readonly id: string;
  /** False where it is seen to be on afterwards. */
  readonly give: () => Promise<boolean | void>;
}

/**
 * Gives the order to Microsoft for what is on among the targets, one at a time (practice 51). Azure subscriptions go by
 * Partner Center: that works also after a bad actor has taken the partner's rights (practice 53, contract §7.4). Repeating it
 * changes nothing. What only a person can mend is given up at once, so that somebody takes the next wider step.
 */
export async function contain(deps: ContainDeps, work: CaseAtWork, id: string): Promise<readonly CaseFactDraft[]> {
  const containment = containmentOf(work, id);
  // Whatever an earlier try found on, it may have stopped: that it is never started again would be the worse mistake.
  const stopped = new Set(containment.found);
  const sent = (): CaseFactDraft => ({
    kind: 'case.containmentSent',
    body: { containment: id, stopped: [...stopped] },
  });
  try {
    for await (const orders of ordersOf(deps, work, containment)) {
      await begin(deps, work, containment, orders);
      for (const order of orders) if ((await order.give()) !== false) stopped.add(order.id);
    }
    return [sent()];
  } catch (error) {
    const code = codeForPerson(error);
    if (code === null) throw error;
    return [...(stopped.size > 0 ? [sent()] : []), { kind: 'case.containmentFailed', body: { containment: id, code } }];
  }
}

/** Puts on record what is on before anything is stopped: what was off by then is never started by us. */
async function begin(
  deps: ContainDeps,
  work: CaseAtWork,
  { containment, found }: Containment,
  orders: readonly Order[],
): Promise<void> {
  const on = orders.map(({ id }) => id).filter((id) => !found.includes(id));
  if (on.length > 0) await changeCase(deps, work, () => [{ kind: 'case.containmentBegun', body: { containment, on } }]);
}

/** As they can be read: what is out of reach does not keep what was read before it from being stopped. */
async function* ordersOf(
  deps: ContainDeps,
  work: CaseAtWork,
  containment: Containment,
): AsyncGenerator<readonly Order[], void> {
  const { action, targets } = containment;
  const tenant = await tenantOf(deps, work);
  switch (action) {
    case 'cancelAzureSubscriptions':
    case 'suspendAzurePlan': {
      const on = (await entitlementsOf(deps, tenant, containment)).filter(({ active }) => active);
      return yield on.map((one) => ({ id: one.id, give: () => deps.azureEntitlements.cancel(tenant, one) }));
    }
    case 'stopResource':
      for (const id of targets)
        if (await deps.azureMachines.isOn(tenant, id))
          yield [{ id, give: () => deps.azureMachines.deallocate(tenant, id) }];
      return;
    case 'removeAdminRole': {
      const { roles } = await rolesOf(deps, tenant, targets);
      return yield roles.map(({ id, target }) => ({ id, give: () => deps.tenantAccess.remove(tenant, target) }));
    }
    case 'revokeSessions':
      // An account that is no more has no sign-ins.
      for (const id of targets)
        if ((await deps.partnerDirectory.find(tenant, id)) !== null)
          yield [{ id, give: () => deps.partnerDirectory.revokeSessions(tenant, id) }];
      return;
    case 'suspendSubscriptions':
      throw new Error(`it is the customer's life that stops licences, not case ${work.caseId}`);
  }
}
