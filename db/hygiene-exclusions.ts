import type { Selectable } from 'kysely';
import type { Day, Instant } from '../domain/calendar/day.ts';
import type { Exclusions } from '../domain/hygiene/inspect.ts';
import type { Db } from './database.ts';
import { toDate, toInstant } from './database-time.ts';
import type { Statement } from './statement.ts';
import type { ExclusionKind, HygieneTables } from './tables/hygiene-tables.ts';

/** An account that reviews leave alone. `owner` answers for it: personal data. */
export interface Exclusion {
  readonly id: string;
  readonly user: string;
  readonly kind: ExclusionKind;
  /** Null once erased. */
  readonly owner: string | null;
  readonly reviewOn: Day;
  readonly createdAt: Instant;
  readonly createdBy: string;
}

/** Those that stand, the oldest first. */
export async function exclusionsOf(db: Db, customerId: string): Promise<readonly Exclusion[]> {
  const rows = await db
    .selectFrom('hygiene_exclusion')
    .selectAll()
    .where('customer_id', '=', customerId)
    .where('ended_at', 'is', null)
    .orderBy('id')
    .execute();
  return rows.map(exclusionIn);
}

/** One, ended or not; undefined when there is none. */
export async function findExclusion(
  db: Db,
  id: string,
): Promise<(Exclusion & { readonly customerId: string; readonly endedAt: Instant | null }) | undefined> {
  const row = await db.selectFrom('hygiene_exclusion').selectAll().where('id', '=', id).executeTakeFirst();
  return row && { ...exclusionIn(row), customerId: row.customer_id, endedAt: row.ended_at && toInstant(row.ended_at) };
}

function exclusionIn(row: Selectable<HygieneTables['hygiene_exclusion']>): Exclusion {
  return {
    id: row.id,
    user: row.user_id,
    kind: row.kind,
    owner: row.owner,
    reviewOn: row.review_on,
    createdAt: toInstant(row.created_at),
    createdBy: row.created_by,
  };
}

/** As a look at the directory needs them. */
export function excludedUsers(exclusions: readonly Exclusion[]): Exclusions {
  return new Map(exclusions.map(({ user, reviewOn }) => [user, { reviewOn }]));
}

export function exclusionStatement(customerId: string, exclusion: Exclusion): Statement {
  return (trx) =>
    trx
      .insertInto('hygiene_exclusion')
      .values({
        id: exclusion.id,
        customer_id: customerId,
        user_id: exclusion.user,
        kind: exclusion.kind,
        owner: exclusion.owner,
        review_on: exclusion.reviewOn,
        created_at: toDate(exclusion.createdAt),
        created_by: exclusion.createdBy,
        ended_at: null,
        ended_by: null,
      })
      .compile();
}

export function exclusionEndStatement(id: string, at: Instant, actor: string): Statement {
  return (trx) =>
    trx
      .updateTable('hygiene_exclusion')
      .set({ ended_at: toDate(at), ended_by: actor })
      .where('id', '=', id)
      .compile();
}
