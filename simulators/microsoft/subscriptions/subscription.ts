import type { TermDuration } from '../term.ts';

/** Contract 6.2: the states that this simulator's machines reach (`pending` and `none` are not among them). */
type SubscriptionStatus = 'active' | 'suspended' | 'expired' | 'disabled' | 'deleted';

/** Who made a change: the partner by API, Microsoft on its own, the customer in its portal, a term that ended, or a test's seed. */
export type ChangedBy = 'partner' | 'microsoft' | 'customer' | 'time' | 'control';

/** Contract 6.2 `scheduledNextTermInstructions`: what the next term starts with, instead of what runs now. */
export interface NextTermInstructions {
  readonly product: {
    readonly productId: string;
    readonly skuId: string;
    readonly availabilityId: string;
    readonly billingCycle?: string | undefined;
    readonly termDuration?: TermDuration | undefined;
    readonly promotionId?: string | null | undefined;
  };
  readonly quantity: number;
  readonly customTermEndDate?: string | null | undefined;
}

/** What Microsoft may not let be changed of a subscription. */
export const FIXABLE = ['quantity', 'autoRenew', 'billingCycle', 'partnerOnRecord'] as const;

/** One subscription as stored; instants are business time of its tenant, epoch milliseconds. */
export interface Subscription {
  readonly id: string;
  readonly tenantId: string;
  readonly orderId: string;
  readonly offerId: string;
  readonly friendlyName: string;
  readonly quantity: number;
  readonly parentSubscriptionId: string | null;
  /** Contract 6.4 has two machines: new commerce (`Product:Sku:Availability`) and legacy (a guid offer). */
  readonly commerce: 'new' | 'legacy';
  readonly status: SubscriptionStatus;
  readonly statusSince: number;
  /** Whose suspension it is; `base` = its base subscription was suspended (contract 18.4). Null while not suspended. */
  readonly suspendedBy: 'partner' | 'microsoft' | 'base' | null;
  readonly suspensionReasons: readonly string[];
  readonly autoRenewEnabled: boolean;
  readonly scheduledNextTermInstructions: NextTermInstructions | null;
  readonly termDuration: TermDuration;
  readonly billingCycle: string;
  readonly createdAt: number;
  readonly termStartedAt: number;
  readonly termEndsAt: number;
  readonly cancellableUntil: number;
  /** When `disabled` becomes `deleted`; null before. */
  readonly deletesAt: number | null;
  /** Contract 6.2 `partnerId`: the partner on record. */
  readonly partnerId: string | null;
  /** Contract 17: what of it cannot be changed. */
  readonly fixed: readonly (typeof FIXABLE)[number][];
  /** An operation on it is under way until then, during which it takes no other. Null when none is. */
  readonly pendingUntil: number | null;
  /** Bumped on each change; the etag carries it (contract 2.4). */
  readonly version: number;
}

/** One thing that happened to a subscription. */
export interface SubscriptionChange {
  readonly tenantId: string;
  readonly subscriptionId: string;
  /** Business time, RFC 3339. */
  readonly at: string;
  readonly change: string;
  readonly by: ChangedBy;
  readonly from: string | number | boolean | null;
  readonly to: string | number | boolean | null;
}

/** Contract 2.4: base64 of a small `{"id","version"}` JSON. */
export function etagOf(subscription: Subscription): string {
  return Buffer.from(JSON.stringify({ id: subscription.id, version: subscription.version })).toString('base64');
}
