import type { Day } from '../domain/calendar/day.ts';
import type { Db } from './database.ts';

/** An invoice that is on record under a number. */
export interface NumberedInvoice {
  readonly id: string;
  readonly customerId: string;
  readonly issuedOn: Day;
  readonly dueOn: Day;
  readonly total: bigint;
}

/** The seller's invoices with these numbers, by number. */
export async function invoicesByNumber(
  db: Db,
  sellerId: string,
  numbers: readonly string[],
): Promise<ReadonlyMap<string, NumberedInvoice>> {
  if (numbers.length === 0) return new Map();
  const rows = await db
    .selectFrom('invoice')
    .select(['id', 'number', 'customer_id', 'issued_on', 'due_on', 'total_minor'])
    .where('seller_id', '=', sellerId)
    .where('number', 'in', [...numbers])
    .execute();
  return new Map(
    rows.map((row) => [
      row.number,
      { id: row.id, customerId: row.customer_id, issuedOn: row.issued_on, dueOn: row.due_on, total: row.total_minor },
    ]),
  );
}

/** Which of these external ids money of the seller has been received under. */
export async function receiptsKnown(
  db: Db,
  sellerId: string,
  externalIds: readonly string[],
): Promise<ReadonlySet<string>> {
  if (externalIds.length === 0) return new Set();
  const rows = await db
    .selectFrom('payment_receipt')
    .select('external_id')
    .where('seller_id', '=', sellerId)
    .where('external_id', 'in', [...externalIds])
    .execute();
  return new Set(rows.flatMap((row) => row.external_id ?? []));
}

/** The seller's customer with this external id; external ids are unique within a seller. */
export async function customerOfSeller(db: Db, sellerId: string, externalId: string): Promise<string | undefined> {
  const row = await db
    .selectFrom('customer')
    .select('id')
    .where('seller_id', '=', sellerId)
    .where('external_id', '=', externalId)
    .executeTakeFirst();
  return row?.id;
}
