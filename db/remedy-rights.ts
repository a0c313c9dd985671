import type { RemedyRight } from '../domain/hygiene/review-facts.ts';
import type { Instant } from '../domain/calendar/day.ts';
import type { Db } from './database.ts';
import { toDate } from './database-time.ts';
import type { Statement } from './statement.ts';

/** What the customer allows at present, and how often that has been said; null where nothing was ever. */
export async function remedyRightOf(
  db: Db,
  customerId: string,
): Promise<(RemedyRight & { readonly version: number }) | null> {
  const row = await db
    .selectFrom('hygiene_remedy_right')
    .select(['version', 'may_disable', 'may_delete', 'granted_on'])
    .where('customer_id', '=', customerId)
    .orderBy('version', 'desc')
    .executeTakeFirst();
  if (row === undefined) return null;
  return {
    version: row.version,
    mayDisable: row.may_disable,
    mayDelete: row.may_delete,
    grantedOn: row.granted_on,
  };
}

export function remedyRightStatement(
  customerId: string,
  version: number,
  { mayDisable, mayDelete, grantedOn }: RemedyRight,
  { recordedAt, actor }: { readonly recordedAt: Instant; readonly actor: string },
): Statement {
  return (trx) =>
    trx
      .insertInto('hygiene_remedy_right')
      .values({
        customer_id: customerId,
        version,
        may_disable: mayDisable,
        may_delete: mayDelete,
        granted_on: grantedOn,
        recorded_at: toDate(recordedAt),
        actor,
      })
      .compile();
}
