import type { AccountChange } from './account-change.ts';
import { claimRows } from './claims.ts';
import { collectionRows } from './collections.ts';
import { invoiceRows } from './invoices.ts';
import { paymentRows } from './payments.ts';
import type { RowChanges } from './projection.ts';
import { subscriptionRows } from './subscriptions.ts';

/** All rows that a change makes or changes, parents before children. */
export function projectedRows(change: AccountChange): readonly RowChanges[] {
  return [
    ...invoiceRows(change),
    ...paymentRows(change),
    ...claimRows(change),
    ...collectionRows(change),
    ...subscriptionRows(change),
  ];
}
