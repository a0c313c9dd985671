import { instant, link } from '../wire.ts';
import type { TermDuration } from '../term.ts';

interface OrderLine {
  readonly lineItemNumber: number;
  readonly offerId: string;
  readonly subscriptionId: string;
  readonly parentSubscriptionId: string | null;
  readonly friendlyName: string;
  readonly quantity: number;
  readonly termDuration: TermDuration;
  readonly partnerIdOnRecord: string | null;
}

export interface Order {
  readonly id: string;
  readonly tenantId: string;
  readonly billingCycle: string;
  readonly createdAt: number;
  /** Contract 2.7: not found before this business time. */
  readonly visibleFrom: number;
  readonly lines: readonly OrderLine[];
}

export interface Cart {
  readonly id: string;
  readonly tenantId: string;
  readonly createdAt: number;
  readonly changedAt: number;
  readonly expiresAt: number;
  readonly status: 'Active' | 'Ordered';
  readonly lines: readonly CartLine[];
  /** Another request works on it until then; business time. Null when none does. */
  readonly busyUntil: number | null;
  /** Contract 5.2: a repeated checkout gives the first result. */
  readonly result: { readonly orderIds: readonly string[]; readonly errors: readonly CartOrderError[] } | null;
}

/** Contract 5.2: a group of lines that became no order. */
export interface CartOrderError {
  readonly orderGroupId: string;
  readonly code: number;
  readonly description: string;
}

export interface CartLine {
  readonly id: number;
  readonly catalogItemId: string;
  readonly quantity: number;
  readonly billingCycle: string;
  readonly friendlyName?: string | undefined;
  readonly termDuration?: TermDuration | undefined;
  /** Contract 5.2: for an indirect reseller, whoever that is. */
  readonly participants?: readonly unknown[] | undefined;
  readonly orderGroup?: string | undefined;
  readonly error?: { readonly errorCode: string; readonly errorDescription: string } | undefined;
}

/** Contract 5.3. `subscriptionId` may be missing at first: while the order is not yet visible. */
export function orderResource(order: Order, now: number): object {
  const visible = now >= order.visibleFrom;
  return {
    id: order.id,
    alternateId: order.id,
    referenceCustomerId: order.tenantId,
    billingCycle: order.billingCycle,
    currencyCode: 'PLN',
    currencySymbol: 'zł',
    lineItems: order.lines.map(({ subscriptionId, parentSubscriptionId, partnerIdOnRecord, ...line }) => ({
      ...line,
      ...(visible ? { subscriptionId } : {}),
      ...(parentSubscriptionId === null ? {} : { parentSubscriptionId }),
      ...(partnerIdOnRecord === null ? {} : { partnerIdOnRecord }),
      transactionType: 'New',
      links: visible ? { subscription: link(`/customers/${order.tenantId}/subscriptions/${subscriptionId}`) } : {},
    })),
    creationDate: instant(order.createdAt),
    status: visible ? 'completed' : 'pending',
    transactionType: 'UserPurchase',
    links: {
      self: link(`/customers/${order.tenantId}/orders/${order.id}`),
      provisioningStatus: link(`/customers/${order.tenantId}/orders/${order.id}/provisioningstatus`),
    },
    attributes: { objectType: 'Order' },
  };
}
