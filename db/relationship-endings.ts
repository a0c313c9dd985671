import type { Selectable } from 'kysely';
import type { Instant } from '../domain/calendar/day.ts';
import type { Db } from './database.ts';
import { toDate, toInstant } from './database-time.ts';
import type { Statement } from './statement.ts';
import type { AccessTables, EndingState } from './tables/access-tables.ts';

/** The ending of a relationship by us (practice 69). Wall instants. */
export interface RelationshipEnding {
  readonly id: string;
  readonly customerId: string;
  /** Microsoft's id. */
  readonly relationship: string;
  readonly state: EndingState;
  readonly askedBy: string;
  readonly askedAt: Instant;
  readonly decidedBy: string | null;
  readonly decidedAt: Instant | null;
  /** Read back at Microsoft. */
  readonly endedAt: Instant | null;
  readonly code: string | null;
}

const endingOf = (row: Selectable<AccessTables['relationship_ending']>): RelationshipEnding => ({
  id: row.id,
  customerId: row.customer_id,
  relationship: row.relationship,
  state: row.state,
  askedBy: row.asked_by,
  askedAt: toInstant(row.asked_at),
  decidedBy: row.decided_by,
  decidedAt: row.decided_at && toInstant(row.decided_at),
  endedAt: row.ended_at && toInstant(row.ended_at),
  code: row.code,
});

export async function findEnding(db: Db, id: string): Promise<RelationshipEnding | undefined> {
  const row = await db.selectFrom('relationship_ending').selectAll().where('id', '=', id).executeTakeFirst();
  return row && endingOf(row);
}

/** The oldest first. */
export async function endingsOf(db: Db, customerId: string): Promise<readonly RelationshipEnding[]> {
  const rows = await db
    .selectFrom('relationship_ending')
    .selectAll()
    .where('customer_id', '=', customerId)
    .orderBy('id')
    .execute();
  return rows.map(endingOf);
}

/** Those that a second person has approved and that are still to be carried out, the oldest first. */
export async function endingsDue(db: Db): Promise<readonly RelationshipEnding[]> {
  const rows = await db
    .selectFrom('relationship_ending')
    .selectAll()
    .where('state', '=', 'approved')
    .orderBy('decided_at')
    .limit(1000)
    .execute();
  return rows.map(endingOf);
}

export function endingAskedStatement(
  ending: Pick<RelationshipEnding, 'id' | 'customerId' | 'relationship' | 'askedBy' | 'askedAt'>,
): Statement {
  const { id, customerId, relationship, askedBy, askedAt } = ending;
  return (trx) =>
    trx
      .insertInto('relationship_ending')
      .values({
        id,
        customer_id: customerId,
        relationship,
        state: 'asked',
        asked_by: askedBy,
        decided_by: null,
        code: null,
        asked_at: toDate(askedAt),
        decided_at: null,
        ended_at: null,
      })
      .compile();
}

export function endingDecidedStatement(
  id: string,
  state: 'approved' | 'refused',
  by: string,
  wallNow: Instant,
): Statement {
  return (trx) =>
    trx
      .updateTable('relationship_ending')
      .set({ state, decided_by: by, decided_at: toDate(wallNow) })
      .where('id', '=', id)
      .where('state', '=', 'asked')
      .compile();
}

export function endingDoneStatement(
  id: string,
  outcome: { readonly state: 'ended' } | { readonly state: 'failed'; readonly code: string },
  wallNow: Instant,
): Statement {
  const columns = outcome.state === 'ended' ? { ended_at: toDate(wallNow) } : { code: outcome.code };
  return (trx) =>
    trx
      .updateTable('relationship_ending')
      .set({ state: outcome.state, ...columns })
      .where('id', '=', id)
      .where('state', '=', 'approved')
      .compile();
}
