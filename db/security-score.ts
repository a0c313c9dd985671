import type { Instant } from '../domain/calendar/day.ts';
import type { Db } from './database.ts';
import { toDate, toInstant } from './database-time.ts';
import type { StoredRequirement } from './tables/access-tables.ts';

/** Microsoft's score of the partner's own security, as it was last read. Scores are decimal texts. */
export interface KeptScore {
  readonly current: string;
  readonly max: string;
  readonly requirements: readonly StoredRequirement[];
}

/** Takes the place of the one before. */
export async function keepScore(db: Db, { current, max, requirements }: KeptScore, readAt: Instant): Promise<void> {
  const row = {
    read_at: toDate(readAt),
    current_score: current,
    max_score: max,
    requirements: JSON.stringify(requirements),
  };
  await db
    .insertInto('security_score')
    .values(row)
    .onConflict((conflict) => conflict.column('only_one').doUpdateSet(row))
    .execute();
}

/** Undefined before the first look. */
export async function findScore(db: Db): Promise<(KeptScore & { readonly readAt: Instant }) | undefined> {
  const row = await db.selectFrom('security_score').selectAll().executeTakeFirst();
  return (
    row && {
      readAt: toInstant(row.read_at),
      current: row.current_score,
      max: row.max_score,
      requirements: row.requirements,
    }
  );
}
