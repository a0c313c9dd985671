import type { Instant } from '../domain/calendar/day.ts';
import { businessNow, lockCustomer } from './customers.ts';
import type { Db } from './database.ts';
import { toDate } from './database-time.ts';
import { writeChange } from './write-change.ts';

/** A life that is to be started anew. */
export interface NewEpoch {
  readonly customerId: string;
  readonly epoch: number;
  readonly testClock: boolean;
}

/** Customers whose life must run: all that are not closed, and closed ones about whom something is not assessed yet. */
export async function livesToRun(db: Db): Promise<readonly string[]> {
  const rows = await db
    .selectFrom('customer')
    .select('id')
    .where((of) => of.or([of('phase', '!=', 'closed'), of('fact_version', '>', of.ref('assessed_version'))]))
    .orderBy('id')
    .execute();
  return rows.map((row) => row.id);
}

/**
 * Begins a new epoch of one life: from here on every run of an older one is refused, by its turns and at the gate of its
 * effects. A test clock's shift becomes what its offset is now, so that business time never goes back. The mark makes
 * the relay start the life, should whoever asked die before doing so.
 *
 * Null while an effect that began after `underWaySince` (wall instant) is under way: whoever carries it out may still be
 * at it, and a new run would do it a second time beside him.
 */
export async function beginEpoch(
  db: Db,
  customerId: string,
  {
    actor,
    wallNow,
    underWaySince,
  }: { readonly actor: string; readonly wallNow: Instant; readonly underWaySince: Instant },
): Promise<NewEpoch | null> {
  return await db.transaction().execute(async (trx) => {
    const customer = await lockCustomer(trx, customerId);
    const underWay = await trx
      .selectFrom('effect')
      .select('effect_key')
      .where('customer_id', '=', customerId)
      .where('state', '=', 'sending')
      .where('sending_at', '>', toDate(underWaySince))
      .executeTakeFirst();
    if (underWay !== undefined) return null;
    const epoch = customer.epoch + 1;
    const event = { kind: 'life.restarted', actor, at: businessNow(customer, wallNow), recordedAt: wallNow };
    await writeChange(trx, customer, {
      statements: [],
      events: [{ ...event, body: { epoch } }],
      mark: { version: customer.factVersion + 1, recordedAt: wallNow, because: 'recovery' },
      columns: { epoch, clock_shift_ms: BigInt(customer.clock.offsetMs) },
    });
    return { customerId, epoch, testClock: customer.clock.mode === 'test' };
  });
}

/** How many lives have not assessed all that is known. */
export async function countBehind(db: Db): Promise<number> {
  const row = await db
    .selectFrom('customer')
    .select((of) => of.fn.countAll<bigint>().as('count'))
    .whereRef('fact_version', '>', 'assessed_version')
    .executeTakeFirstOrThrow();
  return Number(row.count);
}
