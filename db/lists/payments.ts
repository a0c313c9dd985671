import { type Selectable, sql } from 'kysely';
import type { Day, Instant } from '../../domain/calendar/day.ts';
import type { PaymentMethod } from '../../domain/facts/money-facts.ts';
import type { Db } from '../database.ts';
import { toInstant } from '../database-time.ts';
import { idCursor, type Page, pageOf, type PageRequest } from '../page.ts';
import type { ReceivableTables, Suspect } from '../tables/receivable-tables.ts';

/** Money that came, posted or not; amounts in minor units of `currency`. */
export interface PaymentRecord {
  readonly id: string;
  readonly sellerId: string;
  /** Null while nobody knows whose it is. */
  readonly customerId: string | null;
  readonly currency: string;
  readonly amount: bigint;
  readonly method: PaymentMethod;
  readonly receivedOn: Day;
  readonly reference: string | null;
  readonly externalId: string | null;
  readonly state: 'posted' | 'unmatched' | 'reversed' | 'returned';
  readonly reversalKind: 'chargeback' | 'return' | 'correction' | null;
  /** As it lies now. */
  readonly allocations: readonly { readonly invoice: string; readonly instalment: number; readonly amount: bigint }[];
  /** As it was put when it came. */
  readonly unapplied: bigint;
  readonly prepaid: bigint;
  /** The prepayment that `prepaid` settled. */
  readonly prepaymentId: string | null;
  readonly suspects: readonly Suspect[];
  readonly recordedAt: Instant;
}

export interface PaymentFilter {
  readonly customer?: string | undefined;
  readonly externalId?: string | undefined;
  /** Value dates, both inclusive. */
  readonly from?: Day | undefined;
  readonly to?: Day | undefined;
}

/** Payments, unmatched ones included, in the order in which they became known. */
export async function listPayments(
  db: Db,
  filter: PaymentFilter,
  { limit, cursor }: PageRequest,
): Promise<Page<PaymentRecord>> {
  let query = selected(db);
  if (cursor !== undefined) query = query.where('receipt.payment_id', '>', idCursor('pay', cursor));
  if (filter.customer !== undefined) query = query.where('receipt.customer_id', '=', filter.customer);
  if (filter.externalId !== undefined) query = query.where('receipt.external_id', '=', filter.externalId);
  if (filter.from !== undefined) query = query.where('receipt.received_on', '>=', filter.from);
  if (filter.to !== undefined) query = query.where('receipt.received_on', '<=', filter.to);
  const rows = await query
    .orderBy('receipt.payment_id')
    .limit(limit + 1)
    .execute();
  const { items, nextCursor } = pageOf(rows, limit, (row) => row.payment_id);
  return { items: await withAllocations(db, items), nextCursor };
}

/** Money without an owner, the oldest first; with `customer`, what may be his. */
export async function listUnmatchedPayments(
  db: Db,
  filter: { readonly customer?: string | undefined },
  { limit, cursor }: PageRequest,
): Promise<Page<PaymentRecord>> {
  let query = selected(db).where('unmatched.state', '=', 'unmatched');
  if (cursor !== undefined) query = query.where('unmatched.payment_id', '>', idCursor('pay', cursor));
  if (filter.customer !== undefined) {
    query = query.where(sql<boolean>`unmatched.suspects @> ${JSON.stringify([{ customer: filter.customer }])}::jsonb`);
  }
  const rows = await query
    .orderBy('unmatched.payment_id')
    .limit(limit + 1)
    .execute();
  const { items, nextCursor } = pageOf(rows, limit, (row) => row.payment_id);
  return { items: await withAllocations(db, items), nextCursor };
}

export async function findPayment(db: Db, id: string): Promise<PaymentRecord | undefined> {
  const rows = await selected(db).where('receipt.payment_id', '=', id).execute();
  return (await withAllocations(db, rows))[0];
}

/** The payment that a sender knows by this id. */
export async function findPaymentByExternalId(
  db: Db,
  sellerId: string,
  externalId: string,
): Promise<PaymentRecord | undefined> {
  const rows = await selected(db)
    .where('receipt.seller_id', '=', sellerId)
    .where('receipt.external_id', '=', externalId)
    .execute();
  return (await withAllocations(db, rows))[0];
}

/** The payments that senders know by this id: one for each seller, at most. */
export async function findPaymentsKnownAs(db: Db, externalId: string): Promise<readonly PaymentRecord[]> {
  return await withAllocations(db, await selected(db).where('receipt.external_id', '=', externalId).execute());
}

function selected(db: Db) {
  return db
    .selectFrom('payment_receipt as receipt')
    .leftJoin('payment', 'payment.id', 'receipt.payment_id')
    .leftJoin('unmatched_payment as unmatched', 'unmatched.payment_id', 'receipt.payment_id')
    .selectAll('receipt')
    .select([
      'payment.id as posted',
      'payment.unapplied_minor',
      'payment.prepaid_minor',
      'payment.prepayment_id',
      'payment.reversal_kind',
      'unmatched.suspects',
      'unmatched.state as unmatched_state',
    ]);
}

interface PaymentRow extends Selectable<ReceivableTables['payment_receipt']> {
  readonly posted: string | null;
  readonly unapplied_minor: bigint | null;
  readonly prepaid_minor: bigint | null;
  readonly prepayment_id: string | null;
  readonly reversal_kind: PaymentRecord['reversalKind'];
  readonly suspects: readonly Suspect[] | null;
  readonly unmatched_state: ReceivableTables['unmatched_payment']['state'] | null;
}

async function withAllocations(db: Db, rows: readonly PaymentRow[]): Promise<readonly PaymentRecord[]> {
  if (rows.length === 0) return [];
  const allocations = await db
    .selectFrom('allocation')
    .selectAll()
    .where(
      'source',
      'in',
      rows.map((row) => row.payment_id),
    )
    .where('amount_minor', '>', 0n)
    .orderBy('invoice_id')
    .orderBy('instalment')
    .execute();
  const allocationsOf = Map.groupBy(allocations, (row) => row.source);
  return rows.map((row) => ({
    id: row.payment_id,
    sellerId: row.seller_id,
    customerId: row.customer_id,
    currency: row.currency,
    amount: row.amount_minor,
    method: row.method,
    receivedOn: row.received_on,
    reference: row.reference,
    externalId: row.external_id,
    state: stateOf(row),
    reversalKind: row.reversal_kind,
    allocations: (allocationsOf.get(row.payment_id) ?? []).map((part) => ({
      invoice: part.invoice_id,
      instalment: part.instalment,
      amount: part.amount_minor,
    })),
    unapplied: row.unapplied_minor ?? 0n,
    prepaid: row.prepaid_minor ?? 0n,
    prepaymentId: row.prepayment_id,
    suspects: row.suspects ?? [],
    recordedAt: toInstant(row.recorded_at),
  }));
}

function stateOf(row: PaymentRow): PaymentRecord['state'] {
  if (row.posted !== null) return row.reversal_kind === null ? 'posted' : 'reversed';
  return row.unmatched_state === 'returned' ? 'returned' : 'unmatched';
}
