import type { Change } from '../../db/change.ts';
import { pendingCommands } from '../../db/commands.ts';
import { commitChange } from '../../db/commit-change.ts';
import type { CaseFactDraft } from '../../domain/security/case-facts.ts';
import { isRefused } from '../../domain/service/refusals.ts';
import type { ActivityDeps } from '../deps.ts';
import { observeSubscriptions } from '../subscriptions/observe-subscriptions.ts';
import type { CaseAtWork } from './case-at-work.ts';
import { containmentOf, entitlementsOf, plansOf, tenantOf } from './contained.ts';

/**
 * Stops Azure plans under which no Azure subscription is on any more (practice 52), so that nobody at the customer can switch
 * one on again. A plan is a subscription of ours: it is the customer's life that suspends it, under a fraud hold, as it does with
 * licences, so that nothing but the release of that hold brings it back. Where somebody was quicker and an Azure subscription
 * is on again, Microsoft would refuse (900115): then it is only said that it is on.
 */
export async function holdPlan(deps: ActivityDeps, work: CaseAtWork, id: string): Promise<readonly CaseFactDraft[]> {
  const containment = containmentOf(work, id);
  const tenant = await tenantOf(deps, work);
  const stillOn = (await entitlementsOf(deps, tenant, containment)).flatMap(({ id: one, active }) =>
    active ? [one] : [],
  );
  const plans = (await plansOf(deps, tenant, containment)).filter(({ active }) => active);
  if (stillOn.length > 0) {
    const body = { containment: id, stillOn, plansOn: plans.map((plan) => plan.id) };
    return [{ kind: 'case.containmentChecked', body }];
  }
  // A plan that was bought in Microsoft's portal since the last sweep is not in the book yet.
  await observeSubscriptions(deps, work.customerId);
  const holds: string[] = [];
  for (const plan of plans) {
    holds.push(await held(deps, work, plan.id));
    await retried(deps, work, plan.id);
  }
  return [{ kind: 'case.planHeld', body: { containment: id, holds } }];
}

/** The fraud hold on the plan, placed now where there is none. */
async function held(deps: ActivityDeps, work: CaseAtWork, microsoftId: string): Promise<string> {
  const { result } = await commitChange(deps.db, requestOf(deps, work), async (change) => {
    const { subscription } = planIn(change, microsoftId);
    const isItsOwn = (scope: unknown): boolean =>
      typeof scope === 'object' && scope !== null && 'subscription' in scope && scope.subscription === subscription;
    const known = change.account.holds.find((hold) => hold.active && hold.reason === 'fraud' && isItsOwn(hold.scope));
    if (known !== undefined) return known.hold;
    for (const one of await pendingCommands(change.trx, change.customer.id))
      if (one.kind === 'hold.place' && one.body.reason === 'fraud' && isItsOwn(one.body.scope)) return one.body.hold;
    const hold = change.newId('hld');
    change.command('hold.place', { hold, reason: 'fraud', scope: { subscription }, until: null });
    return hold;
  });
  return result;
}

/** An earlier hold on the account may have met the plan while Azure was still on: Microsoft's refusal is out of date now. */
async function retried(deps: ActivityDeps, work: CaseAtWork, microsoftId: string): Promise<void> {
  await commitChange(deps.db, requestOf(deps, work), (change) => {
    const plan = planIn(change, microsoftId);
    if (isRefused(plan, 'stop')) change.command('subscription.retry', { subscription: plan.subscription });
  });
}

function planIn({ account }: Change, microsoftId: string) {
  const found = [...account.subscriptions.values()].find(
    (one) => one.microsoftId?.toLowerCase() === microsoftId.toLowerCase(),
  );
  if (found === undefined) throw new Error(`the plan ${microsoftId} is not in the book yet`);
  return found;
}

function requestOf({ wallNow, newId }: ActivityDeps, { customerId }: CaseAtWork) {
  return {
    customer: customerId,
    actor: 'case',
    roles: ['analyst'],
    because: 'securityCase',
    wallNow: wallNow(),
    newId,
  };
}
