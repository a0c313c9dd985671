import type { Instant } from '../domain/calendar/day.ts';
import type { Db, Trx } from './database.ts';
import { toDate } from './database-time.ts';

/**
 * Takes a webhook delivery for this transaction; false when it was taken before. It commits with what the webhook made,
 * so that a delivery whose handling failed is handled when it comes again.
 */
export async function claimDelivery(trx: Trx, source: string, id: string, wallNow: Instant): Promise<boolean> {
  const taken = await trx
    .insertInto('webhook_delivery')
    .values({ source, id, received_at: toDate(wallNow) })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst();
  return taken !== undefined;
}

/** Whether a delivery was taken. Another one of the same may be under way: only `claimDelivery` decides. */
export async function isClaimed(db: Db, source: string, id: string): Promise<boolean> {
  const row = await db
    .selectFrom('webhook_delivery')
    .select('id')
    .where('source', '=', source)
    .where('id', '=', id)
    .executeTakeFirst();
  return row !== undefined;
}
