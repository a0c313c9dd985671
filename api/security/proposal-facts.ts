import { PartnerCenterError } from '../../adapters/partner-center/partner-center-error.ts';
import type { ResourceUsage } from '../../adapters/partner-usage/port.ts';
import { findCustomer } from '../../db/customers.ts';
import { loadAccount } from '../../db/load-account.ts';
import { loadCase } from '../../db/security-cases.ts';
import { divideHalfUp } from '../../domain/decimal.ts';
import { Refusal } from '../../domain/errors.ts';
import { type Money, money } from '../../domain/money.ts';
import type { ProposalFacts } from '../../domain/security/proposals.ts';
import { isAzurePlan } from '../../domain/service/azure-plan.ts';
import { minorOfText } from '../../domain/usage/minor-of-text.ts';
import type { ApiDeps } from '../deps.ts';
import { subscriptionsOf } from '../resources/subscription.ts';

type AzureFacts = Pick<ProposalFacts, 'azureSubscriptions' | 'plans' | 'resources'>;

/**
 * What is known of a case and its customer for proposing what could be stopped. Microsoft is asked what runs and what it costs;
 * `complete` is false where it cannot be asked: a proposal without figures is better than none while money burns.
 * @throws Refusal `not_found`
 */
export async function proposalFacts(
  { db, azure, now, logger }: Pick<ApiDeps, 'db' | 'azure' | 'now' | 'logger'>,
  caseId: string,
): Promise<{ readonly facts: ProposalFacts; readonly complete: boolean }> {
  const loaded = await loadCase(db, caseId);
  const customer = loaded && (await findCustomer(db, loaded.customerId));
  if (loaded === undefined || customer === undefined)
    throw new Refusal('not_found', `there is no security case ${caseId}`);
  const { tenant } = (await loadAccount(db, customer)).account.traits;
  const licences = (await subscriptionsOf(db, customer, now()))
    .filter(({ offer, actual, wanted }) => actual === 'active' && wanted !== 'ended' && !isAzurePlan(offer))

    .map(({ id, offer, quantity, monthlyCost, base }) => ({
      subscription: id,
      offer,
      quantity,
      base,
      perDay: monthlyCost && money(divideHalfUp(monthlyCost.minor, 30n), monthlyCost.currency),
    }));
  const { known } = loaded;
  if (tenant === null) return { facts: { known, licences, ...nothingRead(known) }, complete: true };
  try {
    const read = await readAzure(azure, tenant, daysSoFar(now()));
    return { facts: { known, licences, ...read }, complete: true };
  } catch (error) {
    if (!(error instanceof PartnerCenterError)) throw error;
    logger.warn({ err: error }, 'proposals without what Microsoft says');
    return { facts: { known, licences, ...nothingRead(known) }, complete: false };
  }
}

async function readAzure(azure: ApiDeps['azure'], tenant: string, days: number): Promise<AzureFacts> {
  const plans = await azure.plans(tenant);
  const entitlements = await azure.list(tenant);
  const usage: ResourceUsage[] = [];
  for (const { id } of plans) usage.push(...(await azure.resources(tenant, id)));
  const costs = usage.flatMap((one) => {
    const perDay = perDayOf(one, days);
    return perDay === null ? [] : [{ ...one, perDay }];
  });
  return {
    plans,
    azureSubscriptions: entitlements.map(({ id, planId, friendlyName, active }) => ({
      id,
      planId,
      name: friendlyName,
      active,
      perDay: sumOf(costs.filter(({ entitlementId }) => entitlementId?.toLowerCase() === id)),
    })),
    resources: costs.map(({ resourceUri, resourceType, perDay }) => ({
      id: resourceUri,
      service: resourceType ?? 'unknown',
      perDay,
    })),
  };
}

/** What the alerts themselves say: the Azure subscriptions that they name are taken to be on. */
function nothingRead({ alerts }: ProposalFacts['known']): AzureFacts {
  const ids = [...new Set(alerts.flatMap(({ azureSubscription }) => azureSubscription ?? []))];
  return {
    plans: [],
    resources: [],
    azureSubscriptions: ids.map((id) => ({ id, planId: '', name: '', active: true, perDay: null })),
  };
}

/** Days of the running month with figures. They are a day old, so that the first day divides by one as well. */
function daysSoFar(wallNow: number): number {
  return Math.max(1, new Date(wallNow).getUTCDate() - 1);
}

function perDayOf({ totalCost, currency }: ResourceUsage, days: number): Money | null {
  return currency === null ? null : money(minorOfText(totalCost, currency) / BigInt(days), currency);
}

function sumOf(costs: readonly { readonly perDay: Money }[]): Money | null {
  const [first] = costs;
  if (first === undefined) return null;
  return money(
    costs.reduce((sum, { perDay }) => sum + perDay.minor, 0n),
    first.perDay.currency,
  );
}
