import type { Account, SubscriptionState } from '../account/account.ts';

type Ordered = Pick<SubscriptionState, 'subscription' | 'order'>;

/** The key of the approval that an order of a high-risk customer waits for (practice 5): of a subscription, or of a cart. */
export function orderApproval(ordered: string): string {
  return `order/${ordered}`;
}

/** Whether an order was asked to be approved and is not: open or refused. Most orders need no approval. */
export function lacksApproval({ approvals }: Account, ordered: Ordered): boolean {
  const asked = approvals.find(({ key }) => isAbout(key, ordered));
  return asked !== undefined && asked.state !== 'approved';
}

/** The subscriptions whose order an approval is about, by its key; none for one about something else. */
export function orderedUnder({ subscriptions }: Account, key: string): readonly string[] {
  return [...subscriptions.values()].filter((known) => isAbout(key, known)).map(({ subscription }) => subscription);
}

function isAbout(key: string, { subscription, order }: Ordered): boolean {
  return key === orderApproval(subscription) || (order !== null && key === orderApproval(order));
}
