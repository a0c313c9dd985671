import { sql } from 'kysely';
import type { Instant } from '../domain/calendar/day.ts';
import type { Db } from './database.ts';
import { toDate } from './database-time.ts';

/**
 * Streams of facts that have a workflow of their own beside the customer's life. Each is a table with one row a stream,
 * and the same columns for how far its facts go, how far its workflow was told, and when it wants to look again. One that is
 * closed may wait as well; one with nothing left to do has no time to look again.
 */
export const STREAMS = ['security_case', 'access_grant', 'hygiene_review'] as const;
export type Stream = (typeof STREAMS)[number];

/** A stream whose workflow is to be told, and what it takes to start it where it is missing. */
export interface StreamToTell {
  readonly id: string;
  readonly customerId: string;
  readonly seq: number;
}

/** For the type checker alone: the columns used here are the same in every one of these tables. */
const tableOf = (stream: Stream) => stream as 'security_case';

/** Those with facts that their workflow was not told of, the oldest first. */
export async function undeliveredOf(db: Db, stream: Stream, limit: number): Promise<readonly StreamToTell[]> {
  const rows = await db
    .selectFrom(tableOf(stream))
    .select(['id', 'customer_id', 'last_seq'])
    .whereRef('last_seq', '>', 'delivered_seq')
    .orderBy('id')
    .limit(limit)
    .execute();
  return rows.map((row) => ({ id: row.id, customerId: row.customer_id, seq: row.last_seq }));
}

/** Those that wanted to look before this wall instant, in their customer's time, and have not. */
export async function oversleptOf(db: Db, stream: Stream, before: Instant): Promise<readonly StreamToTell[]> {
  const rows = await db
    .selectFrom(`${tableOf(stream)} as stream`)
    .innerJoin('customer', 'customer.id', 'stream.customer_id')
    .select(['stream.id', 'stream.customer_id', 'stream.last_seq'])
    .where(
      sql<boolean>`stream.wake_at <= ${toDate(before)}::timestamptz + customer.clock_offset_ms * interval '1 millisecond'`,
    )
    .orderBy('stream.id')
    .execute();
  return rows.map((row) => ({ id: row.id, customerId: row.customer_id, seq: row.last_seq }));
}

/** Lets those that have still not looked by then sleep so much longer before they count as overslept again. */
export async function letSleep(
  db: Db,
  stream: Stream,
  ids: readonly string[],
  { before, forMs }: { readonly before: Instant; readonly forMs: number },
): Promise<void> {
  if (ids.length === 0) return;
  const due = sql<Date>`${toDate(before)}::timestamptz + customer.clock_offset_ms * interval '1 millisecond'`;
  await db
    .updateTable(`${tableOf(stream)} as stream`)
    .from('customer')
    .set({ wake_at: sql<Date>`${due} + ${forMs} * interval '1 millisecond'` })
    .whereRef('customer.id', '=', 'stream.customer_id')
    .where('stream.id', 'in', [...ids])
    .where('stream.wake_at', '<=', due)
    .execute();
}

/** Makes the relay tell the customer's streams that should have looked again by this business instant: its clock was moved. */
export async function stirStreams(db: Db, customerId: string, now: Instant): Promise<void> {
  for (const stream of STREAMS)
    await db
      .updateTable(tableOf(stream))
      .set((of) => ({ delivered_seq: of('last_seq', '-', 1) }))
      .where('customer_id', '=', customerId)
      .where('wake_at', '<=', toDate(now))
      .execute();
}

/** Whether no stream of the customer has something to look at by this business instant. */
export async function areStreamsQuiet(db: Db, customerId: string, now: Instant): Promise<boolean> {
  for (const stream of STREAMS) {
    const due = await db
      .selectFrom(tableOf(stream))
      .select('id')
      .where('customer_id', '=', customerId)
      .where((of) => of.or([of('wake_at', '<=', toDate(now)), of('last_seq', '>', of.ref('delivered_seq'))]))
      .executeTakeFirst();
    if (due !== undefined) return false;
  }
  return true;
}

/** The customer's streams that will look again: one that has something to do is among them. */
export async function openStreamsOf(
  db: Db,
  customerId: string,
): Promise<readonly { readonly stream: Stream; readonly id: string }[]> {
  const open: { readonly stream: Stream; readonly id: string }[] = [];
  for (const stream of STREAMS) {
    const rows = await db
      .selectFrom(tableOf(stream))
      .select('id')
      .where('customer_id', '=', customerId)
      .where('wake_at', 'is not', null)
      .orderBy('id')
      .execute();
    open.push(...rows.map(({ id }) => ({ stream, id })));
  }
  return open;
}

/** The workflow knows of these facts. */
export async function markStreamDelivered(db: Db, stream: Stream, { id, seq }: StreamToTell): Promise<void> {
  await db
    .updateTable(tableOf(stream))
    .set({ delivered_seq: seq })
    .where('id', '=', id)
    .where('delivered_seq', '<', seq)
    .execute();
}

/** The stream has been decided upon up to this fact and will look again then (business instant). */
export async function noteStreamAssessed(
  db: Db,
  stream: Stream,
  { id, seq, wakeAt }: { readonly id: string; readonly seq: number; readonly wakeAt: Instant | null },
): Promise<void> {
  await db
    .updateTable(tableOf(stream))
    .set((of) => ({
      delivered_seq: of.fn<number>('greatest', ['delivered_seq', of.val(seq)]),
      wake_at: wakeAt === null ? null : toDate(wakeAt),
    }))
    .where('id', '=', id)
    .execute();
}
