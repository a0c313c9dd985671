import type { Instant } from '../../domain/calendar/day.ts';
import type { Db } from '../database.ts';
import { toInstant } from '../database-time.ts';
import { idCursor, type Page, pageOf, type PageRequest } from '../page.ts';

/** Ids of a customer's grants in the order in which they were asked for; `open` leaves out what is over. */
export async function listGrants(
  db: Db,
  { customer, open }: { readonly customer: string; readonly open?: boolean | undefined },
  { limit, cursor }: PageRequest,
): Promise<Page<string>> {
  let query = db.selectFrom('access_grant').select('id').where('customer_id', '=', customer);
  if (cursor !== undefined) query = query.where('id', '>', idCursor('acg', cursor));
  if (open !== undefined) query = query.where('closed_at', open ? 'is' : 'is not', null);
  const rows = await query
    .orderBy('id')
    .limit(limit + 1)
    .execute();
  const { items, nextCursor } = pageOf(rows, limit, ({ id }) => id);
  return { items: items.map(({ id }) => id), nextCursor };
}

/** A fact of a grant, as it was recorded. */
export interface GrantEvidence {
  readonly at: Instant;
  readonly kind: string;
  readonly actor: string;
  readonly body: Record<string, unknown>;
}

/** Every fact of a grant in order. */
export async function grantEvidence(db: Db, id: string): Promise<readonly GrantEvidence[]> {
  const rows = await db
    .selectFrom('access_grant_fact')
    .select(['at', 'kind', 'actor', 'body'])
    .where('grant_id', '=', id)
    .orderBy('seq')
    .execute();
  return rows.map(({ at, ...fact }) => ({ ...fact, at: toInstant(at) }));
}
