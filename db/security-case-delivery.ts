import { sql } from 'kysely';
import type { Instant } from '../domain/calendar/day.ts';
import type { Db } from './database.ts';
import { toDate } from './database-time.ts';

/** A case whose workflow is to be told, and what it takes to start it where it is missing. */
export interface CaseToTell {
  readonly caseId: string;
  readonly customerId: string;
  readonly seq: number;
}

/** Cases with facts that their workflow was not told of, the oldest first. */
export async function undeliveredCases(db: Db, limit: number): Promise<readonly CaseToTell[]> {
  const rows = await db
    .selectFrom('security_case')
    .select(['id', 'customer_id', 'last_seq'])
    .whereRef('last_seq', '>', 'delivered_seq')
    .orderBy('id')
    .limit(limit)
    .execute();
  return rows.map((row) => ({ caseId: row.id, customerId: row.customer_id, seq: row.last_seq }));
}

/** Cases that wanted to look before this wall instant, in their customer's time, and have not. */
export async function overdueCases(db: Db, before: Instant): Promise<readonly CaseToTell[]> {
  const rows = await db
    .selectFrom('security_case')
    .innerJoin('customer', 'customer.id', 'security_case.customer_id')
    .select(['security_case.id', 'customer_id', 'last_seq'])
    .where(
      sql<boolean>`security_case.wake_at <= ${toDate(before)}::timestamptz + customer.clock_offset_ms * interval '1 millisecond'`,
    )
    .orderBy('security_case.id')
    .execute();
  return rows.map((row) => ({ caseId: row.id, customerId: row.customer_id, seq: row.last_seq }));
}

/** Makes the relay tell the customer's cases that should have looked again by this business instant: its clock was moved. */
export async function stirCases(db: Db, customerId: string, now: Instant): Promise<void> {
  await db
    .updateTable('security_case')
    .set((of) => ({ delivered_seq: of('last_seq', '-', 1) }))
    .where('customer_id', '=', customerId)
    .where('wake_at', '<=', toDate(now))
    .execute();
}

/** Whether no case of the customer has something to look at by this business instant. */
export async function areCasesQuiet(db: Db, customerId: string, now: Instant): Promise<boolean> {
  const due = await db
    .selectFrom('security_case')
    .select('id')
    .where('customer_id', '=', customerId)
    .where((of) => of.or([of('wake_at', '<=', toDate(now)), of('last_seq', '>', of.ref('delivered_seq'))]))
    .executeTakeFirst();
  return due === undefined;
}

/** The workflow knows of these facts. */
export async function markCaseDelivered(db: Db, { caseId, seq }: CaseToTell): Promise<void> {
  await db
    .updateTable('security_case')
    .set({ delivered_seq: seq })
    .where('id', '=', caseId)
    .where('delivered_seq', '<', seq)
    .execute();
}

/** The case has been decided upon up to this fact and will look again then (business instant). */
export async function noteCaseAssessed(db: Db, caseId: string, seq: number, wakeAt: Instant | null): Promise<void> {
  await db
    .updateTable('security_case')
    .set((of) => ({
      delivered_seq: of.fn<number>('greatest', ['delivered_seq', of.val(seq)]),
      wake_at: wakeAt === null ? null : toDate(wakeAt),
    }))
    .where('id', '=', caseId)
    .execute();
}
