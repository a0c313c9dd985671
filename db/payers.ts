import { sql } from 'kysely';
import type { Money } from '../domain/money.ts';
import type { NamedCustomer } from '../domain/payer/payer.ts';
import type { TitleKeys } from '../domain/payer/title-keys.ts';
import type { Db } from './database.ts';

/** The seller's customers whose invoice number, external id or tax id is among these pieces of a title. */
export async function customersNamedBy(db: Db, sellerId: string, keys: TitleKeys): Promise<readonly NamedCustomer[]> {
  const texts = [...keys.texts.keys()];
  const digits = [...keys.digits.keys()];
  if (texts.length === 0 && digits.length === 0) return [];
  const { rows } = await sql<NamedCustomer>`
    select customer_id as customer, 'invoiceNumber' as because, number as key
    from invoice where seller_id = ${sellerId} and number = any(${texts}::text[])
    union all
    select id, 'externalId', external_id
    from customer where seller_id = ${sellerId} and external_id = any(${texts}::text[])
    union all
    select customer.id, 'taxId', regexp_replace(tax_id, '\\D', '', 'g')
    from customer_profile join customer on customer.id = customer_profile.customer_id
    where seller_id = ${sellerId} and regexp_replace(tax_id, '\\D', '', 'g') = any(${digits}::text[]) and tax_id is not null
    order by 1, 2, 3`.execute(db);
  return rows;
}

/** The seller's customers one of whose open invoices is over exactly this amount. */
export async function customersOwing(db: Db, sellerId: string, amount: Money): Promise<readonly string[]> {
  const rows = await db
    .selectFrom('invoice')
    .select('customer_id')
    .distinct()
    .where('seller_id', '=', sellerId)
    .where('currency', '=', amount.currency)
    .where('remaining_minor', '=', amount.minor)
    .where('remaining_minor', '>', 0n)
    .orderBy('customer_id')
    .execute();
  return rows.map((row) => row.customer_id);
}

/** A prepayment that a title names, and whose it is. */
export interface NamedPrepayment {
  readonly prepayment: string;
  readonly customer: string;
}

/** The seller's prepayments whose ids end so (`prepaymentsNamedIn`), the oldest first. */
export async function prepaymentsEnding(
  db: Db,
  sellerId: string,
  tails: readonly string[],
): Promise<readonly NamedPrepayment[]> {
  if (tails.length === 0) return [];
  return await db
    .selectFrom('prepayment')
    .innerJoin('customer', 'customer.id', 'prepayment.customer_id')
    .select(['prepayment.id as prepayment', 'prepayment.customer_id as customer'])
    .where('customer.seller_id', '=', sellerId)
    .where(sql<boolean>`right(prepayment.id, 10) = any(${[...tails]}::text[])`)
    .orderBy('prepayment.id')
    .execute();
}
