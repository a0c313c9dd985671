import { findCustomer } from '../../db/customers.ts';
import { loadAccount } from '../../db/load-account.ts';
import type { Account, SubscriptionState } from '../../domain/account/account.ts';
import type { CaseFactDraft } from '../../domain/security/case-facts.ts';
import type { Containment } from '../../domain/security/containment.ts';
import { serves } from '../../domain/security/kept-off.ts';
import { baseOf } from '../../domain/service/add-ons.ts';
import { isHeld } from '../../domain/service/holds.ts';
import type { ActivityDeps } from '../deps.ts';
import type { CaseAtWork } from './case-at-work.ts';
import { rolesOf } from './account-roles.ts';
import { containmentOf, entitlementsOf, plansOf, tenantOf } from './contained.ts';

type CheckDeps = Pick<ActivityDeps, 'db' | 'azureEntitlements' | 'azureMachines' | 'tenantAccess'>;

/** Reads back what was ordered: Azure at Microsoft, licences as the customer's life has read them after its own order. */
export async function checkContainment(
  deps: CheckDeps,
  work: CaseAtWork,
  id: string,
): Promise<readonly CaseFactDraft[]> {
  const containment = containmentOf(work, id);
  const [stillOn, plansOn] = await stillOnOf(deps, work, containment);
  const plans = containment.action === 'suspendAzurePlan' ? { plansOn } : {};
  return [{ kind: 'case.containmentChecked', body: { containment: id, stillOn, ...plans } }];
}

async function stillOnOf(
  deps: CheckDeps,
  work: CaseAtWork,
  containment: Containment,
): Promise<readonly [stillOn: readonly string[], plansOn: readonly string[]]> {
  const { action, targets, provenAt } = containment;
  if (action === 'suspendSubscriptions')
    return [licencesOn(await accountOf(deps, work), targets, provenAt !== null), []];
  const tenant = await tenantOf(deps, work);
  if (action === 'stopResource') {
    const on: string[] = [];
    for (const machine of targets) if (await deps.azureMachines.isOn(tenant, machine)) on.push(machine);
    return [on, []];
  }
  if (action === 'removeAdminRole') {
    const { roles, unread } = await rolesOf(deps, tenant, targets);
    return [[...roles.map(({ id }) => id), ...unread], []];
  }
  // The order itself has read back that nobody's older sign-in is valid any more.
  if (action === 'revokeSessions') return [[], []];
  const entitlements = await entitlementsOf(deps, tenant, containment);
  const plans = await plansOf(deps, tenant, containment);
  return [
    entitlements.flatMap(({ id, active }) => (active ? [id] : [])),
    plans.flatMap(({ id, active }) => (active ? [id] : [])),
  ];
}

/**
 * Add-ons of what is named among them. Once it was proven, only what a hold wants off counts: an analyst who has released the hold
 * wants the rest on.
 */
function licencesOn(account: Account, targets: readonly string[], isProven: boolean): readonly string[] {
  const isWithBase = (known: SubscriptionState) => targets.includes(baseOf(account, known)?.subscription ?? '');
  return [...account.subscriptions.values()]
    .filter((known) => targets.length === 0 || targets.includes(known.subscription) || isWithBase(known))
    .filter(({ subscription }) => !isProven || isHeld(account, subscription))
    .flatMap((known) => (serves(known) ? [known.subscription] : []));
}

/** The customer's account as it is now. */
export async function accountOf({ db }: Pick<ActivityDeps, 'db'>, { customerId }: CaseAtWork): Promise<Account> {
  const customer = await findCustomer(db, customerId);
  if (customer === undefined) throw new Error(`customer ${customerId} cannot be found`);
  return (await loadAccount(db, customer)).account;
}
