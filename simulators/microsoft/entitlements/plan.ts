import { PartnerFault } from '../partner-fault.ts';
import type { Subscription } from '../subscriptions/subscription.ts';
import type { World } from '../world.ts';
import { type Entitlement, isAzurePlan, isOn } from './entitlement.ts';

/** The Azure subscriptions under one plan, oldest first. */
export function entitlementsOf(world: World, plan: Pick<Subscription, 'id' | 'tenantId'>): Entitlement[] {
  return world.entitlements.ownedBy(plan.tenantId).filter((one) => one.planId === plan.id);
}

/**
 * Contract 7.2 and 18.5: a plan is stopped only when none of its Azure subscriptions is active any more.
 * @throws PartnerFault 900115
 */
export function refuseStopOfBusyPlan(world: World, before: Subscription, after: Subscription, now: number): void {
  const stops = before.status === 'active' && after.status !== 'active';
  if (!stops || !isAzurePlan(before)) return;
  if (entitlementsOf(world, before).some((one) => isOn(one, now))) throw new PartnerFault('900115');
}
