import type { Selectable } from 'kysely';
import type { Instant } from '../../domain/calendar/day.ts';
import type { Db } from '../database.ts';
import { toInstant } from '../database-time.ts';
import type { Statement } from '../statement.ts';
import type { ReceivableTables } from '../tables/receivable-tables.ts';

/** Money asked for before it is spent; amounts in minor units. How it can be paid is null until that was arranged. */
export interface PrepaymentRecord {
  readonly id: string;
  readonly customerId: string;
  readonly currency: string;
  readonly purpose: 'onboarding' | 'topUp';
  readonly amount: bigint;
  readonly settled: bigint;
  readonly state: 'requested' | 'partlyPaid' | 'settled';
  readonly requestedAt: Instant;
  readonly bankReference: string | null;
  readonly checkoutUrl: string | null;
}

export async function listPrepayments(db: Db, customerId: string): Promise<readonly PrepaymentRecord[]> {
  const rows = await selected(db).where('prepayment.customer_id', '=', customerId).orderBy('prepayment.id').execute();
  return rows.map(prepaymentOf);
}

export async function findPrepayment(db: Db, id: string): Promise<PrepaymentRecord | undefined> {
  const row = await selected(db).where('prepayment.id', '=', id).executeTakeFirst();
  return row && prepaymentOf(row);
}

/** The prepayment that a transfer names, or that the gateway's checkout session was made for. */
export async function findPrepaymentBy(
  db: Db,
  key: 'bank_reference' | 'gateway_session',
  value: string,
): Promise<PrepaymentRecord | undefined> {
  const row = await selected(db).where(`prepayment_request.${key}`, '=', value).executeTakeFirst();
  return row && prepaymentOf(row);
}

export interface PrepaymentRequest {
  readonly prepayment: string;
  readonly customerId: string;
  /** What the customer writes in the title of his transfer; unique for ever. */
  readonly bankReference: string;
  readonly checkoutUrl: string | null;
  readonly gatewaySession: string | null;
}

/** How a prepayment can be paid; undefined for one that a life asked for by itself. */
export async function findPrepaymentRequest(
  db: Db,
  prepayment: string,
): Promise<Pick<PrepaymentRequest, 'bankReference' | 'checkoutUrl' | 'gatewaySession'> | undefined> {
  const row = await db
    .selectFrom('prepayment_request')
    .select(['bank_reference', 'checkout_url', 'gateway_session'])
    .where('prepayment_id', '=', prepayment)
    .executeTakeFirst();
  return (
    row && { bankReference: row.bank_reference, checkoutUrl: row.checkout_url, gatewaySession: row.gateway_session }
  );
}

/**
 * Keeps how a prepayment can be paid, beside the command that asks for it: the letter that goes out once the life has
 * decided must know. For one that is on record already, the page before is replaced.
 */
export function prepaymentRequestStatement(request: PrepaymentRequest): Statement {
  return (trx) =>
    trx
      .insertInto('prepayment_request')
      .values({
        prepayment_id: request.prepayment,
        customer_id: request.customerId,
        bank_reference: request.bankReference,
        checkout_url: request.checkoutUrl,
        gateway_session: request.gatewaySession,
      })
      .onConflict((conflict) =>
        conflict
          .column('prepayment_id')
          .doUpdateSet({ checkout_url: request.checkoutUrl, gateway_session: request.gatewaySession }),
      )
      .compile();
}

function selected(db: Db) {
  return db
    .selectFrom('prepayment')
    .leftJoin('prepayment_request', 'prepayment_request.prepayment_id', 'prepayment.id')
    .selectAll('prepayment')
    .select(['prepayment_request.bank_reference', 'prepayment_request.checkout_url']);
}

function prepaymentOf(
  row: Selectable<ReceivableTables['prepayment']> & {
    readonly bank_reference: string | null;
    readonly checkout_url: string | null;
  },
): PrepaymentRecord {
  return {
    id: row.id,
    customerId: row.customer_id,
    currency: row.currency,
    purpose: row.purpose,
    amount: row.amount_minor,
    settled: row.settled_minor,
    state: row.state,
    requestedAt: toInstant(row.requested_at),
    bankReference: row.bank_reference,
    checkoutUrl: row.checkout_url,
  };
}
