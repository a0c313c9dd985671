import { isAzurePlan } from '../entitlements/entitlement.ts';
import { PartnerFault } from '../partner-fault.ts';
import type { Subscription } from '../subscriptions/subscription.ts';
import type { World } from '../world.ts';

/** Contract 17: how much may be bought. Microsoft's figures are not published: there is no limit until a lever sets one. */
export interface PurchaseLimits {
  readonly subscriptionsPerCustomer?: number | undefined;
  readonly seatsPerSubscription?: number | undefined;
  /** Azure plans of all customers of the partner. */
  readonly azurePlans?: number | undefined;
  /** Of one catalogue item, in all subscriptions of a customer. */
  readonly seatsPerItem?: number | undefined;
  readonly subscriptionsPerItem?: number | undefined;
}

/** Contract 16. The plan's limit is a direct partner's. */
const SANDBOX = { subscriptions: 5, seats: 25, azurePlans: 10, azurePlansPerCustomer: 1 } as const;

interface Line {
  readonly offerId: string;
  readonly quantity: number;
}

/**
 * What is bought together, against what is there.
 * @throws PartnerFault 800066, 800067, 800068, 800088, 800089 by the limits that are set, 800018 and 900116 in a sandbox
 */
export function refuseTooMuch(world: World, tenantId: string, lines: readonly Line[], now: number): void {
  const { limits, sandbox } = world.settings;
  // Contract 16: in a sandbox, suspending frees a place; a limit counts what runs.
  const standing = world.subscriptions.ofTenant(tenantId, now).filter(({ status }) => status === 'active');
  const most = (limit: number | undefined, wanted: number): boolean => limit !== undefined && wanted > limit;
  const mostSeats = Math.max(...lines.map(({ quantity }) => quantity));
  const plans = lines.filter(isAzurePlan).length;

  if (sandbox) {
    const plansHere = standing.filter(isAzurePlan).length;
    if (plans > 0 && plans + plansHere > SANDBOX.azurePlansPerCustomer) throw new PartnerFault('900116');
    if (plans > 0 && plans + plansOfPartner(world) > SANDBOX.azurePlans) throw new PartnerFault('900116');
    if (lines.length + standing.length > SANDBOX.subscriptions || mostSeats > SANDBOX.seats)
      throw new PartnerFault('800018');
  }
  if (most(limits.subscriptionsPerCustomer, lines.length + standing.length)) throw new PartnerFault('800066');
  if (most(limits.seatsPerSubscription, mostSeats)) throw new PartnerFault('800067');
  if (limits.azurePlans !== undefined && plans > 0 && plans + plansOfPartner(world) > limits.azurePlans)
    throw new PartnerFault('800068');
  for (const { offerId } of lines) {
    const wanted = [...lines, ...standing].filter((one) => itemOf(one) === itemOf({ offerId }));
    if (most(limits.subscriptionsPerItem, wanted.length)) throw new PartnerFault('800089');
    if (
      most(
        limits.seatsPerItem,
        wanted.reduce((sum, one) => sum + one.quantity, 0),
      )
    )
      throw new PartnerFault('800088');
  }
}

/** More seats of one subscription. @throws PartnerFault 800018 in a sandbox, 800067 by the limit that is set */
export function refuseTooManySeats({ settings }: World, before: Subscription, { quantity }: Subscription): void {
  if (quantity <= before.quantity) return;
  if (settings.sandbox && quantity > SANDBOX.seats) throw new PartnerFault('800018');
  if (quantity > (settings.limits.seatsPerSubscription ?? quantity)) throw new PartnerFault('800067');
}

/** Product and sku: an availability goes stale while the item stays the same. */
function itemOf({ offerId }: Pick<Line, 'offerId'>): string {
  return offerId.toUpperCase().split(':').slice(0, 2).join(':');
}

function plansOfPartner(world: World): number {
  const found = world.customers
    .all()
    .flatMap(({ tenantId }) => world.subscriptions.ofTenant(tenantId, world.clock.now(tenantId)));
  return found.filter((one) => one.status === 'active' && isAzurePlan(one)).length;
}
