import type { Selectable } from 'kysely';
import type { Instant } from '../../domain/calendar/day.ts';
import type { CollectionFacts, HoldReason, HoldScope } from '../../domain/facts/collection-facts.ts';
import type { Db } from '../database.ts';
import { toInstant } from '../database-time.ts';
import { idCursor, type Page, pageOf, type PageRequest } from '../page.ts';
import type { CollectionTables } from '../tables/collection-tables.ts';

/** A hold as it stands. Business instants. */
export interface HoldRecord {
  readonly id: string;
  readonly customerId: string;
  readonly reason: HoldReason;
  readonly scope: HoldScope;
  readonly since: Instant;
  readonly until: Instant | null;
  readonly placedBy: string;
  readonly active: boolean;
  readonly releasedAt: Instant | null;
  readonly releasedBecause: CollectionFacts['hold.released']['because'] | null;
}

export interface HoldFilter {
  readonly customer?: string | undefined;
  readonly reason?: HoldReason | undefined;
  readonly active?: boolean | undefined;
}

export async function listHolds(db: Db, filter: HoldFilter, { limit, cursor }: PageRequest): Promise<Page<HoldRecord>> {
  let query = db.selectFrom('hold').selectAll();
  if (cursor !== undefined) query = query.where('id', '>', idCursor('hld', cursor));
  if (filter.customer !== undefined) query = query.where('customer_id', '=', filter.customer);
  if (filter.reason !== undefined) query = query.where('reason', '=', filter.reason);
  if (filter.active !== undefined) query = query.where('active', '=', filter.active);
  const rows = await query
    .orderBy('id')
    .limit(limit + 1)
    .execute();
  return pageOf(rows.map(holdOf), limit, (hold) => hold.id);
}

export async function findHold(db: Db, id: string): Promise<HoldRecord | undefined> {
  const row = await db.selectFrom('hold').selectAll().where('id', '=', id).executeTakeFirst();
  return row && holdOf(row);
}

/** The holds in force of each of these customers, the oldest first. */
export async function activeHoldsOf(
  db: Db,
  customers: readonly string[],
): Promise<ReadonlyMap<string, readonly HoldRecord[]>> {
  if (customers.length === 0) return new Map();
  const rows = await db
    .selectFrom('hold')
    .selectAll()
    .where('customer_id', 'in', [...customers])
    .where('active', '=', true)
    .orderBy('since')
    .orderBy('id')
    .execute();
  return Map.groupBy(rows.map(holdOf), (hold) => hold.customerId);
}

function holdOf(row: Selectable<CollectionTables['hold']>): HoldRecord {
  return {
    id: row.id,
    customerId: row.customer_id,
    reason: row.reason,
    scope: row.subscription_id === null ? 'account' : { subscription: row.subscription_id },
    since: toInstant(row.since),
    until: row.until && toInstant(row.until),
    placedBy: row.placed_by,
    active: row.active,
    releasedAt: row.released_at && toInstant(row.released_at),
    releasedBecause: row.released_because,
  };
}
