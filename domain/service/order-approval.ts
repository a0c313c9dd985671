import type { Account, SubscriptionState } from '../account/account.ts';

/** The key of the approval that an order of a high-risk customer waits for (practice 5): of one subscription, or of a cart. */
export function orderApproval(order: string): string {
  return `order/${order}`;
}

/** The order that an approval is about, by its key; undefined for one about something else. */
export function orderOfApproval(key: string): string | undefined {
  return key.startsWith('order/') ? key.slice('order/'.length) : undefined;
}

/** The key of the approval that more seats wait for: more seats are an order, each wish for them one of its own. */
export function seatsApproval(subscription: string, wish: number): string {
  return `seats/${subscription}/${wish}`;
}

/** The subscription whose latest wish for seats an approval is about; undefined for one about something else. */
export function seatsOfApproval({ subscriptions }: Account, key: string): SubscriptionState | undefined {
  return [...subscriptions.values()].find((known) => key === seatsApproval(known.subscription, known.quantityWishes));
}

/** Whether the latest wish for more seats waits for a second person. */
export function awaitsSeats({ approvals }: Account, { subscription, quantityWishes }: SubscriptionState): boolean {
  return approvals.some(({ key, state }) => state === 'open' && key === seatsApproval(subscription, quantityWishes));
}

/** What was ordered by it: every line of a cart, or the one subscription that was ordered alone. */
export function subscriptionsOf({ subscriptions }: Account, order: string): readonly SubscriptionState[] {
  return [...subscriptions.values()].filter((known) => orderOf(known) === order);
}

/** Whether an order was asked to be approved and is not: open or refused. Most orders need no approval. */
export function lacksApproval({ approvals }: Account, known: SubscriptionState): boolean {
  const asked = approvals.find(({ key }) => key === orderApproval(orderOf(known)));
  return asked !== undefined && asked.state !== 'approved';
}

function orderOf({ order, subscription }: SubscriptionState): string {
  return order ?? subscription;
}
