import { sql } from 'kysely';
import type { Day, Instant } from '../domain/calendar/day.ts';
import type { Db } from './database.ts';
import { toInstant } from './database-time.ts';
import { type Page, pageOf, type PageRequest, readCursor, writeCursor } from './page.ts';

/** One entry of a customer's audit with what it points to: the audit holds ids, the fact holds what they stand for. */
export interface TimelineEvent {
  readonly customerId: string;
  readonly seq: number;
  /** Business instant and wall instant. */
  readonly at: Instant;
  readonly recordedAt: Instant;
  readonly kind: string;
  readonly actor: string;
  readonly body: Readonly<Record<string, unknown>>;
  /** The fact that was recorded, when it was one. */
  readonly fact: { readonly effectiveOn: Day; readonly body: unknown } | null;
}

/** Every fact, decision, command, effect and thing not done of a customer, the newest first. */
export async function timeline(
  db: Db,
  customerId: string,
  { limit, cursor }: PageRequest,
): Promise<Page<TimelineEvent>> {
  let query = db
    .selectFrom('audit_event as event')
    .leftJoin('fact', (join) =>
      join
        .onRef('fact.customer_id', '=', 'event.chain')
        .on('fact.version', '=', sql<number>`split_part(event.body ->> 'fact', '.', 1)::int`)
        .on('fact.seq', '=', sql<number>`split_part(event.body ->> 'fact', '.', 2)::int`),
    )
    .select(['event.seq', 'event.at', 'event.recorded_at', 'event.kind', 'event.actor', 'event.body'])
    .select(['fact.effective_on', 'fact.body as fact_body'])
    .where('event.chain', '=', customerId);
  if (cursor !== undefined) query = query.where('event.seq', '<', Number(readCursor(cursor, ['number'])[0]));
  const rows = await query
    .orderBy('event.seq', 'desc')
    .limit(limit + 1)
    .execute();
  const events = rows.map((row) => ({
    customerId,
    seq: row.seq,
    at: toInstant(row.at),
    recordedAt: toInstant(row.recorded_at),
    kind: row.kind,
    actor: row.actor,
    body: row.body,
    fact: row.effective_on === null ? null : { effectiveOn: row.effective_on, body: row.fact_body },
  }));
  return pageOf(events, limit, (event) => writeCursor(event.seq));
}
