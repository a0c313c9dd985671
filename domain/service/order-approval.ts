import type { Account, SubscriptionState } from '../account/account.ts';

/** The key of the approval that an order of a high-risk customer waits for (practice 5): of one subscription, or of a cart. */
export function orderApproval(order: string): string {
  return `order/${order}`;
}

/** The order that an approval is about, by its key; undefined for one about something else. */
export function orderOfApproval(key: string): string | undefined {
  return key.startsWith('order/') ? key.slice('order/'.length) : undefined;
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
