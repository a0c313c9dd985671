import type { Db } from './database.ts';

/** Whose subscription it is. */
export async function customerOfSubscription(db: Db, id: string): Promise<string | undefined> {
  const row = await db.selectFrom('subscription').select('customer_id').where('id', '=', id).executeTakeFirst();
  return row?.customer_id;
}
