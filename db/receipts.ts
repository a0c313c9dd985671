import { type Selectable, sql } from 'kysely';
import type { Day, Instant } from '../domain/calendar/day.ts';
import type { PaymentMethod } from '../domain/facts/money-facts.ts';
import type { Money } from '../domain/money.ts';
import type { Trx } from './database.ts';
import { toDate } from './database-time.ts';
import { enterSellerJournal } from './journals.ts';
import type { Statement } from './statement.ts';
import type { ReceivableTables, Suspect } from './tables/receivable-tables.ts';

/** What the sender of money said about it. The same `externalId` is the same money, for ever and per seller. */
export interface Receipt {
  readonly payment: string;
  readonly sellerId: string;
  /** Null when nobody knows whose money it is. */
  readonly customerId: string | null;
  readonly externalId: string | null;
  readonly method: PaymentMethod;
  readonly amount: Money;
  readonly receivedOn: Day;
  readonly reference: string | null;
  readonly payer: string | null;
  /** Wall instant. */
  readonly recordedAt: Instant;
}

/** Keeps a receipt; a `payment.received` fact cannot be committed without one. @throws `payment_external_id_once` */
export function receiptStatement(receipt: Receipt): Statement {
  return (trx) =>
    trx
      .insertInto('payment_receipt')
      .values({
        payment_id: receipt.payment,
        seller_id: receipt.sellerId,
        customer_id: receipt.customerId,
        external_id: receipt.externalId,
        method: receipt.method,
        currency: receipt.amount.currency,
        amount_minor: receipt.amount.minor,
        received_on: receipt.receivedOn,
        reference: receipt.reference,
        payer: receipt.payer,
        recorded_at: toDate(receipt.recordedAt),
      })
      .compile();
}

/**
 * Takes in money that nobody expects: the receipt, the queue, and the seller's journal from clearing to unmatched. The
 * suspects' own facts (`unmatched.suspected`) are the caller's part.
 */
export async function receiveUnmatched(
  trx: Trx,
  receipt: Receipt & { readonly customerId: null },
  { suspects, at }: { readonly suspects: readonly Suspect[]; readonly at: Instant },
): Promise<void> {
  await trx.executeQuery(receiptStatement(receipt)(trx));
  await trx
    .insertInto('unmatched_payment')
    .values({
      payment_id: receipt.payment,
      seller_id: receipt.sellerId,
      state: 'unmatched',
      suspects: JSON.stringify(suspects),
      matched_customer_id: null,
      at: toDate(at),
      recorded_at: toDate(receipt.recordedAt),
      ended_at: null,
    })
    .execute();
  await enterSellerJournal(trx, {
    sellerId: receipt.sellerId,
    subject: receipt.payment,
    kind: 'unmatched.received',
    effectiveOn: receipt.receivedOn,
    amount: receipt.amount,
    at,
    recordedAt: receipt.recordedAt,
  });
}

/** Money in the queue of a seller that may be for an invoice: it is over the same amount, or its title names the number. */
export async function unmatchedAbout(
  trx: Trx,
  sellerId: string,
  invoice: { readonly number: string; readonly open: Money },
): Promise<readonly UnmatchedMoney[]> {
  const rows = await trx
    .selectFrom('unmatched_payment as unmatched')
    .innerJoin('payment_receipt as receipt', 'receipt.payment_id', 'unmatched.payment_id')
    .selectAll('receipt')
    .select('unmatched.suspects')
    .where('unmatched.state', '=', 'unmatched')
    .where('unmatched.seller_id', '=', sellerId)
    .where((of) =>
      of.or([
        of.and([
          of('receipt.currency', '=', invoice.open.currency),
          of('receipt.amount_minor', '=', invoice.open.minor),
        ]),
        // Wide on purpose, with the spaces left out: what the title names is judged by `keysIn`.
        sql<boolean>`position(upper(regexp_replace(${invoice.number}, '\\s', '', 'g')) in upper(regexp_replace(receipt.reference, '\\s', '', 'g'))) > 0`,
      ]),
    )
    .orderBy('unmatched.payment_id')
    .forUpdate('unmatched')
    .execute();
  return rows.map(unmatchedMoneyOf);
}

/** Another customer whose money it may be. The caller holds the row. */
export function suspectStatement(payment: string, suspects: readonly Suspect[]): Statement {
  return (trx) =>
    trx
      .updateTable('unmatched_payment')
      .set({ suspects: JSON.stringify(suspects) })
      .where('payment_id', '=', payment)
      .compile();
}

/** Unmatched money that this transaction holds, with what its journal needs. */
export interface UnmatchedMoney {
  readonly payment: string;
  readonly sellerId: string;
  readonly method: PaymentMethod;
  readonly amount: Money;
  readonly receivedOn: Day;
  readonly reference: string | null;
  readonly suspects: readonly Suspect[];
}

/** Locks unmatched money for a match; undefined when it is not, or no longer, in the queue. */
export async function lockUnmatched(trx: Trx, payment: string): Promise<UnmatchedMoney | undefined> {
  const row = await trx
    .selectFrom('unmatched_payment as unmatched')
    .innerJoin('payment_receipt as receipt', 'receipt.payment_id', 'unmatched.payment_id')
    .selectAll('receipt')
    .select('unmatched.suspects')
    .where('unmatched.payment_id', '=', payment)
    .where('unmatched.state', '=', 'unmatched')
    .forUpdate('unmatched')
    .executeTakeFirst();
  return row && unmatchedMoneyOf(row);
}

function unmatchedMoneyOf(
  row: Selectable<ReceivableTables['payment_receipt']> & { readonly suspects: readonly Suspect[] },
): UnmatchedMoney {
  return {
    payment: row.payment_id,
    sellerId: row.seller_id,
    method: row.method,
    amount: { minor: row.amount_minor, currency: row.currency },
    receivedOn: row.received_on,
    reference: row.reference,
    suspects: row.suspects,
  };
}

/** Unmatched money goes back to where it came from: a chargeback, or a transfer that was sent here by mistake. */
export async function returnUnmatched(
  trx: Trx,
  money: UnmatchedMoney,
  { effectiveOn, at, recordedAt }: { readonly effectiveOn: Day; readonly at: Instant; readonly recordedAt: Instant },
): Promise<void> {
  await trx
    .updateTable('unmatched_payment')
    .set({ state: 'returned', ended_at: toDate(recordedAt) })
    .where('payment_id', '=', money.payment)
    .execute();
  await enterSellerJournal(trx, {
    sellerId: money.sellerId,
    subject: money.payment,
    kind: 'unmatched.returned',
    effectiveOn,
    amount: money.amount,
    at,
    recordedAt,
  });
}

/**
 * Gives unmatched money to a customer: it leaves `unmatched`, and the customer's `payment.received` fact, which is the
 * caller's part, brings it in again.
 */
export async function matchUnmatched(
  trx: Trx,
  money: UnmatchedMoney,
  customerId: string,
  { at, recordedAt }: { readonly at: Instant; readonly recordedAt: Instant },
): Promise<void> {
  await trx
    .updateTable('unmatched_payment')
    .set({ state: 'matched', matched_customer_id: customerId, ended_at: toDate(recordedAt) })
    .where('payment_id', '=', money.payment)
    .execute();
  await trx
    .updateTable('payment_receipt')
    .set({ customer_id: customerId })
    .where('payment_id', '=', money.payment)
    .execute();
  await enterSellerJournal(trx, {
    sellerId: money.sellerId,
    subject: money.payment,
    kind: 'unmatched.matched',
    effectiveOn: money.receivedOn,
    amount: money.amount,
    at,
    recordedAt,
  });
}
