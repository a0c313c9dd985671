import { sql } from 'kysely';
import type { Db } from '../../db/database.ts';
import type { Instant } from '../../domain/calendar/day.ts';

/** An advance that was begun so long ago without an end was cut off by a crash; a new one may take its place. */
const CUT_OFF_AFTER_MS = 15 * 60_000;

/** Takes the one place for an advance of this customer; false while another advance holds it. */
export async function beginAdvance(
  db: Db,
  customerId: string,
  operationId: string,
  target: Instant,
  wallNow: Instant,
): Promise<boolean> {
  const fresh = {
    operation_id: operationId,
    target: new Date(target),
    started_at: new Date(wallNow),
    ended_at: null,
    failure: null,
  };
  const taken = await db
    .insertInto('clock_advance')
    .values({ customer_id: customerId, ...fresh })
    .onConflict((conflict) =>
      conflict
        .column('customer_id')
        .doUpdateSet(fresh)
        .where((of) =>
          of.or([
            of('clock_advance.ended_at', 'is not', null),
            of('clock_advance.started_at', '<', new Date(wallNow - CUT_OFF_AFTER_MS)),
          ]),
        ),
    )
    .returning('customer_id')
    .executeTakeFirst();
  return taken !== undefined;
}

/** Frees the place. `failure` says what went wrong, null when the clock arrived. */
export async function endAdvance(db: Db, customerId: string, wallNow: Instant, failure: string | null): Promise<void> {
  await db
    .updateTable('clock_advance')
    .set({ ended_at: new Date(wallNow), failure })
    .where('customer_id', '=', customerId)
    .execute();
}

/** Where a life stands: quiet when everything known is assessed, no effect is under way and nothing is due by `until`. */
export async function isQuiet(db: Db, customerId: string, until: Instant): Promise<boolean> {
  const row = await db
    .selectFrom('customer')
    .where('id', '=', customerId)
    .select((of) => [
      of
        .and([
          of('fact_version', '=', of.ref('assessed_version')),
          of('assessed_version', '>', 0),
          of.or([of('wake_at', 'is', null), of('wake_at', '>', new Date(until))]),
          of.not(
            of.exists(
              of
                .selectFrom('effect')
                .whereRef('effect.customer_id', '=', 'customer.id')
                .where('state', 'in', ['decided', 'sending'])
                .select(sql`1`.as('one')),
            ),
          ),
        ])
        .as('quiet'),
    ])
    .executeTakeFirst();
  return row?.quiet === true;
}

/** The clock has arrived: business time is at least `target` from now on, and never goes back. */
export async function arriveAt(db: Db, customerId: string, target: Instant, wallNow: Instant): Promise<void> {
  const offset = BigInt(target - wallNow);
  await db
    .updateTable('customer')
    .set((of) => ({ clock_offset_ms: of.fn<bigint>('greatest', ['clock_offset_ms', of.val(offset)]) }))
    .where('id', '=', customerId)
    .execute();
}
