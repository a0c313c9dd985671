import { type Selectable, sql } from 'kysely';
import type { Day, Instant } from '../../domain/calendar/day.ts';
import type { Db } from '../database.ts';
import { toInstant } from '../database-time.ts';
import { idCursor, type Page, pageOf, type PageRequest } from '../page.ts';
import type { CollectionTables } from '../tables/collection-tables.ts';

/** A contested part of an invoice; amount in minor units. Its reason is a note. */
export interface DisputeRecord {
  readonly id: string;
  readonly customerId: string;
  readonly invoice: string;
  readonly currency: string;
  readonly amount: bigint;
  readonly state: 'open' | 'accepted' | 'rejected';
  readonly openedAt: Instant;
  readonly resolvedAt: Instant | null;
}

/** A promise to pay; `kept` is what has been paid since it was made, in minor units. */
export interface PromiseRecord {
  readonly id: string;
  readonly customerId: string;
  readonly plan: string | null;
  readonly currency: string;
  readonly amount: bigint;
  readonly kept: bigint;
  readonly dueOn: Day;
  readonly state: 'open' | 'kept' | 'partlyKept' | 'broken';
  readonly madeAt: Instant;
}

export interface DisputeFilter {
  readonly customer?: string | undefined;
  readonly state?: DisputeRecord['state'] | undefined;
}

export interface PromiseFilter {
  readonly customer?: string | undefined;
  readonly plan?: string | undefined;
  readonly state?: PromiseRecord['state'] | undefined;
}

export async function listDisputes(
  db: Db,
  filter: DisputeFilter,
  { limit, cursor }: PageRequest,
): Promise<Page<DisputeRecord>> {
  let query = db.selectFrom('dispute').selectAll();
  if (cursor !== undefined) query = query.where('id', '>', idCursor('dsp', cursor));
  if (filter.customer !== undefined) query = query.where('customer_id', '=', filter.customer);
  if (filter.state !== undefined) query = query.where('state', '=', filter.state);
  const rows = await query
    .orderBy('id')
    .limit(limit + 1)
    .execute();
  return pageOf(rows.map(disputeOf), limit, (dispute) => dispute.id);
}

export async function findDispute(db: Db, id: string): Promise<DisputeRecord | undefined> {
  const row = await db.selectFrom('dispute').selectAll().where('id', '=', id).executeTakeFirst();
  return row && disputeOf(row);
}

/** The credit notes that accepted disputes were answered with, by dispute: both were recorded as one change. */
export async function creditNotesOfDisputes(
  db: Db,
  disputes: readonly Pick<DisputeRecord, 'id' | 'customerId' | 'invoice'>[],
): Promise<ReadonlyMap<string, string>> {
  if (disputes.length === 0) return new Map();
  const rows = await db
    .selectFrom('fact')
    .innerJoin('credit_note', (join) =>
      join
        .onRef('credit_note.customer_id', '=', 'fact.customer_id')
        .onRef('credit_note.fact_version', '=', 'fact.version')
        .on('credit_note.kind', '=', 'dispute'),
    )
    .select(['credit_note.id', sql<string>`fact.body ->> 'dispute'`.as('dispute')])
    .where('fact.kind', '=', 'dispute.resolved')
    .where('fact.customer_id', 'in', [...new Set(disputes.map((dispute) => dispute.customerId))])
    .where(
      sql`fact.body ->> 'dispute'`,
      'in',
      disputes.map((dispute) => dispute.id),
    )
    .execute();
  return new Map(rows.map((row) => [row.dispute, row.id]));
}

export async function listPromises(
  db: Db,
  filter: PromiseFilter,
  { limit, cursor }: PageRequest,
): Promise<Page<PromiseRecord>> {
  let query = db.selectFrom('promise').selectAll();
  if (cursor !== undefined) query = query.where('id', '>', idCursor('prm', cursor));
  if (filter.customer !== undefined) query = query.where('customer_id', '=', filter.customer);
  if (filter.plan !== undefined) query = query.where('plan_id', '=', filter.plan);
  if (filter.state !== undefined) query = query.where('state', '=', filter.state);
  const rows = await query
    .orderBy('id')
    .limit(limit + 1)
    .execute();
  return pageOf(rows.map(promiseOf), limit, (promise) => promise.id);
}

export async function findPromise(db: Db, id: string): Promise<PromiseRecord | undefined> {
  const row = await db.selectFrom('promise').selectAll().where('id', '=', id).executeTakeFirst();
  return row && promiseOf(row);
}

function disputeOf(row: Selectable<CollectionTables['dispute']>): DisputeRecord {
  return {
    id: row.id,
    customerId: row.customer_id,
    invoice: row.invoice_id,
    currency: row.currency,
    amount: row.amount_minor,
    state: row.state,
    openedAt: toInstant(row.opened_at),
    resolvedAt: row.resolved_at && toInstant(row.resolved_at),
  };
}

function promiseOf(row: Selectable<CollectionTables['promise']>): PromiseRecord {
  return {
    id: row.id,
    customerId: row.customer_id,
    plan: row.plan_id,
    currency: row.currency,
    amount: row.amount_minor,
    kept: row.kept_minor,
    dueOn: row.due_on,
    state: row.state,
    madeAt: toInstant(row.made_at),
  };
}
