import type { Account } from '../account/account.ts';

/** The key of the approval that an order of a high-risk customer waits for (practice 5). */
export function orderApproval(subscription: string): string {
  return `order/${subscription}`;
}

/** The order that an approval is about, by its key; undefined for one about something else. */
export function orderOfApproval(key: string): string | undefined {
  return key.startsWith('order/') ? key.slice('order/'.length) : undefined;
}

/** Whether an order was asked to be approved and is not: open or refused. Most orders need no approval. */
export function lacksApproval({ approvals }: Account, subscription: string): boolean {
  const asked = approvals.find(({ key }) => key === orderApproval(subscription));
  return asked !== undefined && asked.state !== 'approved';
}
