import type { Selectable } from 'kysely';
import type { Renewal } from '../domain/access/renewal.ts';
import type { Instant } from '../domain/calendar/day.ts';
import type { Db } from './database.ts';
import { toDate, toInstant } from './database-time.ts';
import type { Statement } from './statement.ts';
import type { AccessTables, OfferState } from './tables/access-tables.ts';

/** A successor that the system offers for a relationship near its end. Wall instants. */
export interface RelationshipSuccessor extends Renewal {
  readonly customerId: string;
  /** As the customer and we see it at Microsoft: unique there, so it is found again. */
  readonly displayName: string;
  readonly state: OfferState;
  /** Microsoft's id, once it was read back. */
  readonly relationship: string | null;
  readonly offeredAt: Instant | null;
}

export async function successorsOf(db: Db, customerId: string): Promise<readonly RelationshipSuccessor[]> {
  const rows = await db
    .selectFrom('relationship_offer')
    .selectAll()
    .where('customer_id', '=', customerId)
    .orderBy('decided_at')
    .orderBy('predecessor')
    .execute();
  return rows.map(successorOf);
}

function successorOf(row: Selectable<AccessTables['relationship_offer']>): RelationshipSuccessor {
  return {
    predecessor: row.predecessor,
    customerId: row.customer_id,
    displayName: row.display_name,
    duration: row.duration,
    roles: row.roles,
    dropped: row.dropped,
    state: row.state,
    relationship: row.relationship,
    offeredAt: row.offered_at && toInstant(row.offered_at),
  };
}

/** Decides on a successor, once for its predecessor. */
export function successorStatement(
  customerId: string,
  { predecessor, roles, dropped, duration }: Renewal,
  displayName: string,
  wallNow: Instant,
): Statement {
  return (trx) =>
    trx
      .insertInto('relationship_offer')
      .values({
        predecessor,
        customer_id: customerId,
        display_name: displayName,
        duration,
        roles: JSON.stringify(roles),
        dropped: JSON.stringify(dropped),
        state: 'decided',
        relationship: null,
        code: null,
        decided_at: toDate(wallNow),
        offered_at: null,
        ended_at: null,
      })
      .onConflict((conflict) => conflict.doNothing())
      .compile();
}

/** What came of it; an offer that was read back brings Microsoft's id. */
export type SuccessorMove =
  | { readonly state: 'offered'; readonly relationship: string }
  | { readonly state: 'refused'; readonly code: string }
  | { readonly state: 'inForce' | 'over' };

export function successorMoveStatement(predecessor: string, move: SuccessorMove, wallNow: Instant): Statement {
  const at = toDate(wallNow);
  const columns =
    move.state === 'offered'
      ? { relationship: move.relationship, offered_at: at }
      : { ended_at: at, ...(move.state === 'refused' ? { code: move.code } : {}) };
  return (trx) =>
    trx
      .updateTable('relationship_offer')
      .set({ state: move.state, ...columns })
      .where('predecessor', '=', predecessor)
      .compile();
}
