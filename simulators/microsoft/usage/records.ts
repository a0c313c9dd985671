import type { Customer } from '../customers/customer.ts';
import { isAzurePlan } from '../entitlements/entitlement.ts';
import type { Subscription } from '../subscriptions/subscription.ts';
import { instant, link } from '../wire.ts';
import type { World } from '../world.ts';
import { budgetMembers } from './budget-routes.ts';
import { type Decimal, wireNumber } from './decimal.ts';
import { type Counted, figuresAt, percentUsed, periodOf, totalCost, usageAt } from './usage.ts';

/** Dollars for a unit of any currency (I): a fixed rate, for nobody may reckon with it. */
const USD_NUMERATOR = 1n;
const USD_DENOMINATOR = 4n;

/** Contract 8.2 `UsageBase`: money in all its digits, as of the last refresh. */
function money(counted: readonly Counted[], at: number): object {
  const total = totalCost(counted);
  return {
    totalCost: wireNumber(total),
    currencyCode: counted[0]?.line.currencyCode ?? 'PLN',
    usdTotalCost: wireNumber(inDollars(total)),
    lastModifiedDate: instant(at),
  };
}

function inDollars(total: Decimal): Decimal {
  return (total * USD_NUMERATOR) / USD_DENOMINATOR;
}

/** Contract 8.2 `CustomerMonthlyUsageRecord`; `resourceId` is the customer's tenant. */
export function customerRecord(world: World, customer: Customer): object {
  const { tenantId, companyName } = customer;
  const at = figuresAt(world, tenantId);
  const counted = usageAt(world, tenantId, at);
  const plans = plansOf(world, tenantId);
  const budget = budgetMembers({ world }, tenantId);
  return {
    budget,
    customerSpendingBudget: budget,
    percentUsed: wireNumber(percentUsed(world, tenantId, totalCost(counted))),
    isUpgraded: plans.length > 0,
    id: tenantId,
    name: companyName,
    resourceId: tenantId,
    resourceName: companyName,
    ...money(counted, at),
    links: { self: link(`/customers/${tenantId}/usagesummary`) },
    attributes: { objectType: 'CustomerMonthlyUsageRecord' },
  };
}

/** Contract 8.2 `CustomerUsageSummary`. */
export function customerSummary(world: World, { tenantId, companyName }: Customer): object {
  const at = figuresAt(world, tenantId);
  return {
    budget: budgetMembers({ world }, tenantId),
    resourceId: tenantId,
    resourceName: companyName,
    ...period(at),
    ...money(usageAt(world, tenantId, at), at),
    links: { self: link(`/customers/${tenantId}/usagesummary`) },
    attributes: { objectType: 'CustomerUsageSummary' },
  };
}

/** Contract 8.2 `SubscriptionMonthlyUsageRecord`, one for each Azure plan: `id` is the plan's. */
export function planRecords(world: World, tenantId: string): object[] {
  const at = figuresAt(world, tenantId);
  const counted = usageAt(world, tenantId, at);
  return plansOf(world, tenantId).map((plan) => ({
    id: plan.id,
    name: plan.friendlyName,
    resourceId: plan.id,
    resourceName: plan.friendlyName,
    status: plan.status,
    offerId: plan.offerId,
    ...money(
      counted.filter((one) => one.line.planId === plan.id),
      at,
    ),
    attributes: { objectType: 'SubscriptionMonthlyUsageRecord' },
  }));
}

/** Contract 8.2 `SubscriptionUsageSummary`. */
export function planSummary(world: World, plan: Subscription): object {
  const at = figuresAt(world, plan.tenantId);
  return {
    resourceId: plan.id,
    resourceName: plan.friendlyName,
    ...period(at),
    ...money(ofPlan(world, plan, at), at),
    links: { self: link(`/customers/${plan.tenantId}/subscriptions/${plan.id}/usagesummary`) },
    attributes: { objectType: 'SubscriptionUsageSummary' },
  };
}

/** Contract 8.2 `MeterUsageRecord`, one a meter. */
export function meterRecords(world: World, plan: Subscription): object[] {
  const at = figuresAt(world, plan.tenantId);
  return grouped(ofPlan(world, plan, at), ({ line }) => line.meterId).map(([first, group]) => ({
    subscriptionId: plan.id,
    meterId: first.line.meterId,
    meterName: first.line.meterName,
    category: first.line.category,
    subcategory: first.line.subcategory,
    quantityUsed: wireNumber(group.reduce((sum, one) => sum + one.quantity, 0n)),
    unit: first.line.unit,
    ...money(group, at),
    attributes: { objectType: 'MeterUsageRecord' },
  }));
}

/** Contract 8.2 `ResourceUsageRecord`, one a resource. */
export function resourceRecords(world: World, plan: Subscription): object[] {
  const at = figuresAt(world, plan.tenantId);
  return grouped(ofPlan(world, plan, at), ({ line }) => line.resourceUri.toLowerCase()).map(([{ line }, group]) => ({
    subscriptionId: plan.id,
    resourceUri: line.resourceUri,
    resourceType: line.resourceType,
    entitlementId: line.entitlementId,
    entitlementName: world.entitlements.get(line.entitlementId)?.friendlyName ?? line.entitlementId,
    resourceGroupName: line.resourceGroupName,
    name: line.resourceName,
    resourceName: line.resourceName,
    ...money(group, at),
    attributes: { objectType: 'ResourceUsageRecord' },
  }));
}

function plansOf(world: World, tenantId: string): Subscription[] {
  return world.subscriptions.ofTenant(tenantId, world.clock.now(tenantId)).filter(isAzurePlan);
}

function ofPlan(world: World, plan: Subscription, at: number): Counted[] {
  return usageAt(world, plan.tenantId, at).filter((one) => one.line.planId === plan.id);
}

function period(at: number): object {
  const { start, end } = periodOf(at);
  return { billingStartDate: instant(start), billingEndDate: instant(end) };
}

function grouped(counted: readonly Counted[], key: (one: Counted) => string): [Counted, Counted[]][] {
  return [...Map.groupBy(counted, key).values()].flatMap((group) =>
    group[0] === undefined ? [] : [[group[0], group] satisfies [Counted, Counted[]]],
  );
}
