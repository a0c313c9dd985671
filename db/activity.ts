import { sql } from 'kysely';
import type { ActivityMark } from '../domain/activity/reading.ts';
import type { Day, Instant } from '../domain/calendar/day.ts';
import type { Db, Trx } from './database.ts';
import { toDate, toInstant } from './database-time.ts';

/** A record of a customer as it is kept; `user` is personal data. */
export interface NewActivity {
  readonly id: string;
  readonly customerId: string;
  readonly at: Instant;
  readonly kind: string;
  readonly actorId: string | null;
  readonly resourceType: string | null;
  readonly resource: string | null;
  readonly status: string | null;
  readonly user: string | null;
}

/** How far a source was read; a source that is new is watched from `wallNow` on. */
export async function activityMark(db: Db, source: string, wallNow: Instant): Promise<ActivityMark> {
  await db
    .insertInto('activity_mark')
    .values({ source, watched_since: toDate(wallNow) })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  const row = await db.selectFrom('activity_mark').selectAll().where('source', '=', source).executeTakeFirstOrThrow();
  return {
    watchedSince: toInstant(row.watched_since),
    readTo: row.read_to && toInstant(row.read_to),
    readAt: row.read_at && toInstant(row.read_at),
    alarmedOn: row.alarmed_on,
  };
}

/** Keeps what is new. @returns how many were. A record that came before is left alone, so that a name once erased stays so. */
export async function keepActivity(trx: Trx, records: readonly NewActivity[], wallNow: Instant): Promise<number> {
  let kept = 0;
  for (const { id, customerId, at, kind, actorId, resourceType, resource, status, user } of records) {
    const row = await trx
      .insertInto('activity')
      .values({
        id,
        customer_id: customerId,
        at: toDate(at),
        kind,
        actor_id: actorId,
        resource_type: resourceType,
        resource,
        status,
        known_at: toDate(wallNow),
      })
      .onConflict((conflict) => conflict.doNothing())
      .returning('id')
      .executeTakeFirst();
    if (row === undefined) continue;
    kept += 1;
    const person = { activity_id: id, customer_id: customerId, user_principal_name: user };
    if (user !== null) await trx.insertInto('activity_person').values(person).execute();
  }
  return kept;
}

/** Moves the mark; never back. */
export async function moveActivityMark(trx: Trx, source: string, readTo: Instant, wallNow: Instant): Promise<void> {
  await trx
    .updateTable('activity_mark')
    .set({ read_to: sql<Date>`greatest(read_to, ${toDate(readTo)})`, read_at: toDate(wallNow) })
    .where('source', '=', source)
    .execute();
}

/** Notes that the alarm sounds on this day (UTC). @returns false when it has already */
export async function claimActivityAlarm(trx: Trx, source: string, day: Day): Promise<boolean> {
  const row = await trx
    .updateTable('activity_mark')
    .set({ alarmed_on: day })
    .where('source', '=', source)
    .where((eb) => eb.or([eb('alarmed_on', 'is', null), eb('alarmed_on', '<', day)]))
    .returning('source')
    .executeTakeFirst();
  return row !== undefined;
}
