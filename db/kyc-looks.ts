import type { Instant } from '../domain/calendar/day.ts';
import type { Db, Trx } from './database.ts';
import { toDate, toInstant } from './database-time.ts';

/** Live customers whose usage has become known since it was last compared with what was agreed. */
export async function customersWithNewUsage(
  db: Db,
): Promise<readonly { readonly customerId: string; readonly seenAt: Instant }[]> {
  const rows = await db
    .selectFrom('usage_mark as mark')
    .innerJoin('customer', 'customer.id', 'mark.customer_id')
    .leftJoin('kyc_look as look', 'look.customer_id', 'mark.customer_id')
    .select(['mark.customer_id', 'mark.seen_at'])
    .where('customer.clock_mode', '=', 'live')
    .where((where) =>
      where.or([where('look.usage_seen_at', 'is', null), where('look.usage_seen_at', '<', where.ref('mark.seen_at'))]),
    )
    .orderBy('mark.customer_id')
    .execute();
  return rows.map((row) => ({ customerId: row.customer_id, seenAt: toInstant(row.seen_at) }));
}

export async function noteLook(trx: Trx, customerId: string, seenAt: Instant): Promise<void> {
  const row = { usage_seen_at: toDate(seenAt) };
  await trx
    .insertInto('kyc_look')
    .values({ customer_id: customerId, ...row })
    .onConflict((conflict) => conflict.column('customer_id').doUpdateSet(row))
    .execute();
}
