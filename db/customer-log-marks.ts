import type { LogMark } from '../domain/activity/log-reading.ts';
import type { CustomerLog } from '../domain/activity/log-source.ts';
import type { Instant } from '../domain/calendar/day.ts';
import type { Db, Trx } from './database.ts';
import { toDate, toInstant } from './database-time.ts';
import type { ActivityTables } from './tables/activity-tables.ts';

/** One log of one customer; `scope` is the Azure subscription, empty for the directory. */
export interface LogKey {
  readonly customerId: string;
  readonly source: CustomerLog;
  readonly scope: string;
}

export type LogState = ActivityTables['customer_log_mark']['state'];

export interface KnownMark extends LogMark, LogKey {
  readonly keptDays: number;
  readonly state: LogState;
  /** Wall instant. */
  readonly lookedAt: Instant;
}

/** How far each log of a customer was read. */
export async function logMarks(db: Db, customerId: string): Promise<readonly KnownMark[]> {
  const rows = await db.selectFrom('customer_log_mark').selectAll().where('customer_id', '=', customerId).execute();
  return rows.map((row) => ({
    customerId,
    source: row.source,
    scope: row.scope,
    watchedSince: toInstant(row.watched_since),
    readTo: row.read_to && toInstant(row.read_to),
    keptDays: row.kept_days,
    state: row.state,
    lookedAt: toInstant(row.looked_at),
  }));
}

/** What a look at a log came to. `readTo` is null where nothing was read; the mark never goes back. */
export interface LogLook {
  readonly watchedSince: Instant;
  readonly readTo: Instant | null;
  readonly keptDays: number;
  readonly state: LogState;
  /** Business and wall. */
  readonly now: Instant;
  readonly wallNow: Instant;
}

export async function putLogMark(trx: Trx, { customerId, source, scope }: LogKey, look: LogLook): Promise<void> {
  const { keptDays: kept_days, state } = look;
  const read_to = look.readTo === null ? null : toDate(look.readTo);
  const read_at = look.readTo === null ? null : toDate(look.now);
  const looked_at = toDate(look.wallNow);
  await trx
    .insertInto('customer_log_mark')
    .values({
      customer_id: customerId,
      source,
      scope,
      watched_since: toDate(look.watchedSince),
      read_to,
      read_at,
      kept_days,
      state,
      looked_at,
    })
    .onConflict((conflict) =>
      conflict.columns(['customer_id', 'source', 'scope']).doUpdateSet((eb) => ({
        read_to: eb.fn<Date | null>('greatest', ['customer_log_mark.read_to', 'excluded.read_to']),
        read_at: eb.fn<Date | null>('greatest', ['customer_log_mark.read_at', 'excluded.read_at']),
        kept_days,
        state,
        looked_at,
      })),
    )
    .execute();
}

/** Logs of live customers that have not been read since `before` although nobody refuses them: how many, and since when. */
export async function silentLogs(
  db: Db,
  source: CustomerLog,
  keptDays: number,
  before: Instant,
): Promise<{ readonly customers: number; readonly since: Instant; readonly some: readonly string[] } | undefined> {
  const rows = await db
    .selectFrom('customer_log_mark as mark')
    .innerJoin('customer', 'customer.id', 'mark.customer_id')
    .select(({ fn }) => ['mark.customer_id', fn.coalesce('mark.read_at', 'mark.watched_since').as('since')])
    .where('mark.source', '=', source)
    .where('mark.kept_days', '=', keptDays)
    .where('mark.state', '=', 'open')
    .where('customer.clock_mode', '=', 'live')
    .where('customer.phase', 'not in', ['closed', 'refused'])
    .where(({ fn }) => fn.coalesce('mark.read_at', 'mark.watched_since'), '<', toDate(before))
    .orderBy('since')
    .execute();
  const [first] = rows;
  if (first === undefined) return undefined;
  const customers = [...new Set(rows.map((row) => row.customer_id))];
  return { customers: customers.length, since: toInstant(first.since), some: customers.slice(0, SOME) };
}

/** So many are named in an alarm; the others are counted. */
const SOME = 20;
