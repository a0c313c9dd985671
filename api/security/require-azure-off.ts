import type { z } from 'zod';
import { PartnerCenterError } from '../../adapters/partner-center/partner-center-error.ts';
import type { caseContainment } from '../../contracts/containment.ts';
import { findCustomer } from '../../db/customers.ts';
import { findSecurityCase } from '../../db/lists/security-cases.ts';
import { loadAccount } from '../../db/load-account.ts';
import type { FieldProblem } from '../../domain/errors.ts';
import { Refusal } from '../../domain/errors.ts';
import { isAzurePlan } from '../../domain/service/azure-plan.ts';
import { liveSubscriptions } from '../../domain/service/service.ts';
import type { ApiDeps } from '../deps.ts';

type AskDeps = Pick<ApiDeps, 'db' | 'azure' | 'logger'>;

/**
 * Before licences are stopped: an Azure plan is among them only when none of its Azure subscriptions is on, because Microsoft
 * suspends no other (900115), and an order that cannot succeed must not look like a containment for an hour. Whoever wants the
 * plan stopped orders just that: the Azure subscriptions first, then the plan, by two (practices 52, 54). Where Microsoft cannot
 * be asked nothing is refused: licences are stopped all the same, and the plan is read back.
 * @throws Refusal `azure_still_on` that names what can be ordered instead
 */
export async function requireAzureOff(
  { db, azure, logger }: AskDeps,
  caseId: string,
  { action, targets }: z.output<typeof caseContainment>,
): Promise<void> {
  if (action !== 'suspendSubscriptions') return;
  const found = await findSecurityCase(db, caseId);
  const customer = found && (await findCustomer(db, found.customerId));
  if (customer === undefined) return;
  const { account } = await loadAccount(db, customer);
  const active = liveSubscriptions(account).filter(({ actual }) => actual === 'active');
  const inScope = active.filter(({ subscription }) => targets.length === 0 || targets.includes(subscription));
  const plans = inScope.filter(({ offer }) => isAzurePlan(offer));
  if (plans.length === 0 || account.traits.tenant === null) return;
  const busy = await busyPlans({ azure, logger }, account.traits.tenant);
  const stillOn = plans.filter(({ microsoftId }) => busy.has(microsoftId?.toLowerCase() ?? ''));
  if (stillOn.length === 0) return;
  const licences = active.flatMap(({ subscription, offer }) => (isAzurePlan(offer) ? [] : [subscription]));
  const names = stillOn.map(({ microsoftId }) => microsoftId).join(', ');
  throw new Refusal(
    'azure_still_on',
    `Azure subscriptions are on under the plan ${names}: order suspendAzurePlan with it, which cancels them first` +
      (licences.length === 0 ? '' : `, and suspendSubscriptions for the licences alone: ${licences.join(', ')}`),
    problemsOf(
      targets,
      stillOn.map(({ subscription }) => subscription),
    ),
  );
}

/** Ids, in lower case, of plans under which something is on; empty where Microsoft cannot be asked. */
async function busyPlans({ azure, logger }: Omit<AskDeps, 'db'>, tenant: string): Promise<ReadonlySet<string>> {
  try {
    const entitlements = await azure.list(tenant);
    return new Set(entitlements.flatMap(({ planId, active }) => (active ? [planId.toLowerCase()] : [])));
  } catch (error) {
    if (!(error instanceof PartnerCenterError)) throw error;
    logger.warn({ err: error }, 'licences are stopped without having asked whether Azure is on');
    return new Set();
  }
}

function problemsOf(targets: readonly string[], plans: readonly string[]): readonly FieldProblem[] {
  const message = 'a plan under which Azure subscriptions are on';
  const named = targets.flatMap((target, index) => (plans.includes(target) ? [`/targets/${index}`] : []));
  return (named.length === 0 ? ['/targets'] : named).map((pointer) => ({ pointer, message }));
}
