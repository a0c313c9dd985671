import type { Day, Instant } from '../domain/calendar/day.ts';
import type { DetailLine } from '../domain/usage/usage-detail.ts';
import type { Db } from './database.ts';
import { toDate, toInstant } from './database-time.ts';
import { insertRows } from './json-rows.ts';

/** An export that was asked for at Microsoft; `id` is Microsoft's name for it. */
export interface AskedExport {
  readonly id: string;
  readonly currency: string;
  readonly period: 'current' | 'last';
  readonly askedAt: Instant;
}

/** Currencies of customers whose figures have changed since, and of whom details are still to come. */
export async function currenciesInWant(db: Db, changedSince: Instant): Promise<readonly string[]> {
  const rows = await db
    .selectFrom('usage_mark')
    .select('currency')
    .distinct()
    .where('changed_at', '>', toDate(changedSince))
    .where('currency', 'is not', null)
    .orderBy('currency')
    .execute();
  return rows.flatMap(({ currency }) => currency ?? []);
}

/** Those that nobody has finished: an attempt that died takes them up. */
export async function askedExports(db: Db): Promise<readonly AskedExport[]> {
  const rows = await db
    .selectFrom('usage_export')
    .selectAll()
    .where('state', '=', 'asked')
    .orderBy('asked_at')
    .orderBy('id')
    .execute();
  return rows.map((row) => ({
    id: row.id,
    currency: row.currency,
    period: row.period,
    askedAt: toInstant(row.asked_at),
  }));
}

/** Whether details of this currency were ever read: the first time the month before is asked for as well. */
export async function wasExported(db: Db, currency: string): Promise<boolean> {
  const row = await db
    .selectFrom('usage_export')
    .select('id')
    .where('currency', '=', currency)
    .where('state', '=', 'read')
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

export async function putAskedExport(db: Db, asked: AskedExport): Promise<void> {
  const { id, currency, period, askedAt } = asked;
  await db
    .insertInto('usage_export')
    .values({ id, currency, period, asked_at: toDate(askedAt), state: 'asked', done_at: null, lines: null })
    .execute();
}

export async function endExport(
  db: Db,
  id: string,
  end: { readonly state: 'read' | 'empty' | 'failed'; readonly at: Instant; readonly lines: number },
): Promise<void> {
  await db.deleteFrom('usage_export_line').where('export_id', '=', id).execute();
  await db
    .updateTable('usage_export')
    .set({ state: end.state, done_at: toDate(end.at), lines: BigInt(end.lines) })
    .where('id', '=', id)
    .execute();
}

/** A line on its way, of a customer of ours. */
export interface StagedLine {
  readonly customerId: string;
  readonly day: Day;
  readonly line: DetailLine;
}

/** The customer of a tenant, where his figures have changed since; null for all others. */
export async function wantedCustomer(db: Db, tenant: string, changedSince: Instant): Promise<string | null> {
  const row = await db
    .selectFrom('customer')
    .innerJoin('usage_mark', 'usage_mark.customer_id', 'customer.id')
    .select('customer.id')
    .where('customer.microsoft_tenant_id', '=', tenant)
    .where('usage_mark.changed_at', '>', toDate(changedSince))
    .orderBy('customer.id')
    .executeTakeFirst();
  return row?.id ?? null;
}

/** Forgets what an attempt that died had staged of an export. */
export async function clearStage(db: Db, exportId: string): Promise<void> {
  await db.deleteFrom('usage_export_line').where('export_id', '=', exportId).execute();
}

export async function stageLines(db: Db, exportId: string, lines: readonly StagedLine[]): Promise<void> {
  if (lines.length === 0) return;
  const rows = lines.map(({ customerId, day, line }) => ({
    export_id: exportId,
    customer_id: customerId,
    day,
    line: { ...line, cost: String(line.cost) },
  }));
  await db.transaction().execute(async (trx) => {
    await trx.executeQuery(insertRows('usage_export_line', ['export_id', 'customer_id', 'day', 'line'], rows)(trx));
  });
}

/** The next customers of whom an export has lines, in the order of their ids, behind `after`. */
export async function stagedCustomers(
  db: Db,
  exportId: string,
  after: string,
  limit: number,
): Promise<readonly string[]> {
  const rows = await db
    .selectFrom('usage_export_line')
    .select('customer_id')
    .distinct()
    .where('export_id', '=', exportId)
    .where('customer_id', '>', after)
    .orderBy('customer_id')
    .limit(limit)
    .execute();
  return rows.map((row) => row.customer_id);
}

/** What an export says of one customer, by day. */
export async function stagedDays(
  db: Db,
  exportId: string,
  customerId: string,
): Promise<ReadonlyMap<Day, readonly DetailLine[]>> {
  const rows = await db
    .selectFrom('usage_export_line')
    .select(['day', 'line'])
    .where('export_id', '=', exportId)
    .where('customer_id', '=', customerId)
    .orderBy('day')
    .execute();
  const days = new Map<Day, DetailLine[]>();
  for (const { day, line } of rows) {
    const of = days.get(day);
    const detail = { ...line, cost: BigInt(line.cost) };
    if (of === undefined) days.set(day, [detail]);
    else of.push(detail);
  }
  return days;
}
