import { sql } from 'kysely';
import type { ActivityMark } from '../domain/activity/reading.ts';
import type { Instant } from '../domain/calendar/day.ts';
import type { Told } from '../domain/activity/customer-record.ts';
import type { LogSource } from '../domain/activity/log-source.ts';
import type { Db, Trx } from './database.ts';
import { toDate, toInstant, toIso } from './database-time.ts';
import { insertNewRows, insertRows } from './json-rows.ts';
import { inTurn } from './statement.ts';

/** A record of a customer as it is kept; `user` and `address` are personal data. */
export interface NewActivity {
  readonly id: string;
  readonly customerId: string;
  readonly source: LogSource;
  readonly at: Instant;
  readonly kind: string;
  readonly actorId: string | null;
  readonly resourceType: string | null;
  readonly resource: string | null;
  readonly status: string | null;
  /** Where whoever signed in is at home; missing or null where that is the customer's own tenant. */
  readonly homeTenant?: string | null;
  readonly user: string | null;
  readonly address: string | null;
  /** What the watch is told, and since when it counts as known. */
  readonly told: (Told & { readonly knownAt: Instant }) | null;
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
  };
}

/**
 * Keeps what is new. A record that came before is left alone, so that a name once erased stays so.
 * @returns the ids of the new ones
 */
export async function keepActivity(
  trx: Trx,
  records: readonly NewActivity[],
  readAt: Instant,
): Promise<ReadonlySet<string>> {
  if (records.length === 0) return new Set();
  const rows = records.map((record) => ({
    id: record.id,
    customer_id: record.customerId,
    source: record.source,
    at: toIso(record.at),
    kind: record.kind,
    actor_id: record.actorId,
    resource_type: record.resourceType,
    resource: record.resource,
    status: record.status,
    home_tenant: record.homeTenant ?? null,
    known_at: toIso(readAt),
  }));
  const insert = insertNewRows('activity', Object.keys(rows[0] ?? {}), rows)(trx);
  const { rows: kept } = await trx.executeQuery<{ id: string }>(insert);
  const fresh = new Set(kept.map(({ id }) => id));
  // Of two records of one id in a batch the first was kept.
  const first = new Map(records.toReversed().map((record) => [record.id, record]));
  const news = [...first.values()].filter(({ id }) => fresh.has(id));
  await keepPersons(trx, news);
  await keepTold(trx, news);
  return fresh;
}

async function keepPersons(trx: Trx, records: readonly NewActivity[]): Promise<void> {
  const rows = records
    .filter(({ user, address }) => user !== null || address !== null)
    .map(({ id, customerId, user, address }) => ({
      activity_id: id,
      customer_id: customerId,
      user_principal_name: user,
      address,
    }));
  if (rows.length > 0) await inTurn(trx, [insertRows('activity_person', Object.keys(rows[0] ?? {}), rows)]);
}

async function keepTold(trx: Trx, records: readonly NewActivity[]): Promise<void> {
  const rows = records.flatMap(({ id, customerId, at, told }) =>
    told === null
      ? []
      : [
          {
            activity_id: id,
            customer_id: customerId,
            kind: told.kind,
            at: toIso(at),
            known_at: toIso(told.knownAt),
            actor: told.actor,
            country: told.country,
            subject: told.subject,
            count: told.count,
          },
        ],
  );
  if (rows.length > 0) await inTurn(trx, [insertRows('activity_told', Object.keys(rows[0] ?? {}), rows)]);
}

/** Moves the mark; never back. */
export async function moveActivityMark(trx: Trx, source: string, readTo: Instant, wallNow: Instant): Promise<void> {
  await trx
    .updateTable('activity_mark')
    .set({ read_to: sql<Date>`greatest(read_to, ${toDate(readTo)})`, read_at: toDate(wallNow) })
    .where('source', '=', source)
    .execute();
}
