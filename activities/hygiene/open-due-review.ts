import { latestReviewOf } from '../../db/hygiene-reviews.ts';
import { businessNow, lockCustomer } from '../../db/customers.ts';
import { startReview } from '../../db/start-review.ts';
import { isReviewDue } from '../../domain/hygiene/next-review.ts';
import { writeChange } from '../../db/write-change.ts';
import type { ActivityDeps } from '../deps.ts';

/** Opens a customer's next review where its time has come; its workflow is started by the relay. @returns whether it was */
export async function openDueReview(
  { db, wallNow, newId, hygiene }: Pick<ActivityDeps, 'db' | 'wallNow' | 'newId' | 'hygiene'>,
  customerId: string,
): Promise<boolean> {
  return await db.transaction().execute(async (trx) => {
    const customer = await lockCustomer(trx, customerId);
    const recordedAt = wallNow();
    const at = businessNow(customer, recordedAt);
    const last = await latestReviewOf(trx, customerId);
    if (last !== undefined && last.known.closedAt === null) return false;
    const lastOpenedAt = last?.known.openedAt ?? null;
    if (!isReviewDue({ id: customer.id, createdAt: customer.createdAt, lastOpenedAt }, hygiene, at)) return false;
    const stamp = { at, recordedAt, actor: 'hygiene' };
    const opening = { id: newId('hyg'), customerId, because: 'schedule', settings: hygiene } as const;
    await writeChange(trx, customer, await startReview(trx, opening, stamp));
    return true;
  });
}
