import { sql } from 'kysely';
import type { Instant } from '../domain/calendar/day.ts';
import type { Db } from './database.ts';
import { toDate } from './database-time.ts';

/** A change that the life has not been told of: its customer is to be assessed up to `factVersion`. */
export interface Mark {
  readonly customerId: string;
  readonly epoch: number;
  readonly testClock: boolean;
  readonly factVersion: number;
  readonly because: string;
}

/**
 * Customers whose mark was not delivered, the oldest first. The mark is the outbox: one per customer, so that nothing
 * can overtake, and no cursor over ids that could miss a transaction which commits late.
 */
export async function undelivered(
  db: Db,
  { olderThan, limit }: { readonly olderThan: Instant; readonly limit: number },
): Promise<readonly Mark[]> {
  const rows = await db
    .selectFrom('customer')
    .select(['id', 'epoch', 'clock_mode', 'fact_version', 'marked_because'])
    .whereRef('fact_version', '>', 'delivered_version')
    .where('marked_at', '<=', toDate(olderThan))
    .orderBy('marked_at')
    .limit(limit)
    .execute();
  return rows.map((row) => ({
    customerId: row.id,
    epoch: row.epoch,
    testClock: row.clock_mode === 'test',
    factVersion: row.fact_version,
    because: row.marked_because,
  }));
}

/** Notes that lives were told. A version that came meanwhile stays undelivered. */
export async function markDelivered(
  db: Db,
  marks: readonly { readonly customerId: string; readonly factVersion: number }[],
): Promise<void> {
  if (marks.length === 0) return;
  // In the order of ids, so that it never waits in a circle with a change of several customers.
  const told = sql<{ id: string; version: number }>`(
    select customer.id, told.version
    from customer join unnest(${marks.map((mark) => mark.customerId)}::text[], ${marks.map((mark) => mark.factVersion)}::int[])
      as told (id, version) using (id)
    where customer.delivered_version < told.version
    order by customer.id for no key update of customer)`;
  await db
    .updateTable('customer')
    .from(told.as('told'))
    .set((of) => ({ delivered_version: of.ref('told.version') }))
    .whereRef('customer.id', '=', 'told.id')
    .execute();
}
