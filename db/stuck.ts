import { sql } from 'kysely';
import type { Instant } from '../domain/calendar/day.ts';
import type { Db } from './database.ts';
import { toDate, toInstant } from './database-time.ts';
import { idCursor, type Page, pageOf, type PageRequest } from './page.ts';

/** A life that is behind what is known of its customer. */
export interface StuckLife {
  readonly customerId: string;
  readonly factVersion: number;
  readonly deliveredVersion: number;
  readonly assessedVersion: number;
  readonly epoch: number;
  /** Wall instant of the change, or of the deadline, that it has missed. */
  readonly since: Instant;
  readonly why: 'notDelivered' | 'notAssessed' | 'deadlinePassed';
}

/** Lives that have been behind since before `before` (wall instant), by customer id. Test clocks have no deadline here. */
export async function stuckLives(db: Db, before: Instant, { limit, cursor }: PageRequest): Promise<Page<StuckLife>> {
  const limitAt = toDate(before);
  let query = db
    .selectFrom('customer')
    .select(['id', 'fact_version', 'delivered_version', 'assessed_version', 'epoch', 'marked_at', 'wake_at'])
    .where((of) =>
      of.or([
        of.and([of('fact_version', '>', of.ref('assessed_version')), of('marked_at', '<', limitAt)]),
        of.and([of('clock_mode', '=', sql.lit('live')), of('wake_at', 'is not', null), of('wake_at', '<', limitAt)]),
      ]),
    );
  if (cursor !== undefined) query = query.where('id', '>', idCursor('cus', cursor));
  const rows = await query
    .orderBy('id')
    .limit(limit + 1)
    .execute();
  const lives = rows.map((row): StuckLife => {
    const behind = row.fact_version > row.assessed_version;
    const told = row.delivered_version >= row.fact_version;
    return {
      customerId: row.id,
      factVersion: row.fact_version,
      deliveredVersion: row.delivered_version,
      assessedVersion: row.assessed_version,
      epoch: row.epoch,
      since: toInstant(behind || row.wake_at === null ? row.marked_at : row.wake_at),
      why: behind ? (told ? 'notAssessed' : 'notDelivered') : 'deadlinePassed',
    };
  });
  return pageOf(lives, limit, (life) => life.customerId);
}
