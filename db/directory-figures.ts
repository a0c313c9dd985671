import type { Day, Instant } from '../domain/calendar/day.ts';
import type { DirectoryFigure } from '../domain/hygiene/figures.ts';
import type { Db } from './database.ts';
import { toDate, toInstant } from './database-time.ts';
import type { Statement } from './statement.ts';

/** Keeps the figure of a day, once: the first look of a day stands. */
export function figureStatement(customerId: string, figure: DirectoryFigure, wallNow: Instant): Statement {
  return (trx) =>
    trx
      .insertInto('directory_figure')
      .values({
        customer_id: customerId,
        day: figure.day,
        users: figure.users,
        guests: figure.guests,
        enabled: figure.enabled,
        signed_in: figure.signedIn,
        licences: JSON.stringify(figure.licences),
        known_at: toDate(wallNow),
      })
      .onConflict((conflict) => conflict.doNothing())
      .compile();
}

/** The last figures of a customer before a day, or all up to the last one, the oldest first. */
export async function figuresOf(
  db: Db,
  customerId: string,
  { before, limit }: { readonly before?: Day; readonly limit: number },
): Promise<readonly DirectoryFigure[]> {
  let query = db.selectFrom('directory_figure').selectAll().where('customer_id', '=', customerId);
  if (before !== undefined) query = query.where('day', '<', before);
  const rows = await query.orderBy('day', 'desc').limit(limit).execute();
  return rows.toReversed().map((row) => ({
    day: row.day,
    users: row.users,
    guests: row.guests,
    enabled: row.enabled,
    signedIn: row.signed_in,
    licences: row.licences,
  }));
}

/** When a directory was last read, and what is in the way since. */
export interface DirectoryLook {
  readonly triedAt: Instant;
  readonly readAt: Instant | null;
  readonly areSignInsKnown: boolean;
  /** Microsoft's code; null when the last try went well. */
  readonly failure: string | null;
}

export async function findLook(db: Db, customerId: string): Promise<DirectoryLook | null> {
  const row = await db
    .selectFrom('directory_look')
    .selectAll()
    .where('customer_id', '=', customerId)
    .executeTakeFirst();
  if (row === undefined) return null;
  return {
    triedAt: toInstant(row.tried_at),
    readAt: row.read_at && toInstant(row.read_at),
    areSignInsKnown: row.sign_ins_known,
    failure: row.failure,
  };
}

/** Notes a look, business time: that it was read, or why not. */
export function lookStatement(
  customerId: string,
  at: Instant,
  look: { readonly areSignInsKnown: boolean } | { readonly failure: string },
): Statement {
  const change =
    'failure' in look
      ? { tried_at: toDate(at), failure: look.failure }
      : { tried_at: toDate(at), read_at: toDate(at), sign_ins_known: look.areSignInsKnown, failure: null };
  return (trx) =>
    trx
      .insertInto('directory_look')
      .values({ customer_id: customerId, read_at: null, ...change })
      .onConflict((conflict) => conflict.column('customer_id').doUpdateSet(change))
      .compile();
}
