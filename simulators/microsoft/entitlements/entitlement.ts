import type { Subscription } from '../subscriptions/subscription.ts';
import { link } from '../wire.ts';

/** Contract 7.1: an Azure subscription under a customer's Azure plan; `id` is the id that ARM, fraud events and alerts use. */
export interface Entitlement {
  readonly id: string;
  readonly tenantId: string;
  readonly planId: string;
  readonly friendlyName: string;
  readonly partnerOnRecord: string | null;
  /** What it was before `pending`; ask `stateOf` for what it is. */
  readonly active: boolean;
  /** Asked for and not yet done; `at` is business time of the tenant, epoch milliseconds. */
  readonly pending: { readonly active: boolean; readonly at: number } | null;
}

/** Contract 5.1: the product id of every Azure plan. */
const AZURE_PLAN = /^DZH318Z0BPS6(:|$)/i;

export function isAzurePlan(subscription: Pick<Subscription, 'offerId'>): boolean {
  return AZURE_PLAN.test(subscription.offerId);
}

/** Contract 7.1: what was asked for shows some business time later. Pure. */
export function isOn(entitlement: Entitlement, now: number): boolean {
  const { active, pending } = entitlement;
  return pending !== null && now >= pending.at ? pending.active : active;
}

/** The entitlement with nothing pending that is already done. */
export function settledEntitlement(entitlement: Entitlement, now: number): Entitlement {
  const { pending } = entitlement;
  return pending !== null && now >= pending.at
    ? { ...entitlement, active: pending.active, pending: null }
    : entitlement;
}

/** Contract 7.1; the word for "off" is not published (contract 20.14), the text says inactive. */
export function entitlementResource(entitlement: Entitlement, now: number): object {
  const { tenantId, planId, id } = entitlement;
  return {
    id,
    friendlyName: entitlement.friendlyName,
    status: isOn(entitlement, now) ? 'active' : 'inactive',
    subscriptionId: planId,
    ...(entitlement.partnerOnRecord === null ? {} : { partnerOnRecord: entitlement.partnerOnRecord }),
    links: { self: link(`/customers/${tenantId}/subscriptions/${planId}/azureEntitlements/${id}`) },
    attributes: { objectType: 'AzureEntitlement' },
  };
}
