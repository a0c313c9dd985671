import { type Selectable, sql } from 'kysely';
import type { Day, Instant } from '../../domain/calendar/day.ts';
import type { Db } from '../database.ts';
import { idCursor, type Page, pageOf, type PageRequest } from '../page.ts';
import type { Statement } from '../statement.ts';
import { customerToday } from '../standings.ts';
import type { ReceivableTables } from '../tables/receivable-tables.ts';

type InvoiceState = ReceivableTables['invoice']['state'];

/** An invoice with its parts; amounts in minor units of `currency`. */
export interface InvoiceRecord {
  readonly id: string;
  readonly customerId: string;
  readonly number: string;
  readonly currency: string;
  readonly issuedOn: Day;
  readonly dueOn: Day;
  readonly net: bigint;
  readonly tax: bigint;
  readonly total: bigint;
  readonly paid: bigint;
  readonly credited: bigint;
  readonly writtenOff: bigint;
  readonly remaining: bigint;
  readonly state: InvoiceState;
  /** The customer's day at the instant that was asked for: overdue days count from it. */
  readonly today: Day;
  readonly instalments: readonly InstalmentRecord[];
  readonly lines: readonly InvoiceLineRecord[];
}

export interface InstalmentRecord {
  readonly instalment: number;
  readonly dueOn: Day;
  readonly effectiveDueOn: Day;
  readonly amount: bigint;
  readonly open: bigint;
}

/** A line as it was given: decimals as text; `net` and `tax` in minor units. */
export interface InvoiceLineRecord {
  readonly description: string | null;
  readonly quantity: string;
  readonly unitPrice: string;
  readonly taxRate: string;
  readonly net: bigint;
  readonly tax: bigint;
}

export interface InvoiceFilter {
  readonly customer?: string | undefined;
  readonly state?: InvoiceState | undefined;
  /** With something open whose effective due day has passed for its customer; `false`: without. */
  readonly overdue?: boolean | undefined;
  readonly number?: string | undefined;
}

/** Invoices in the order in which they became known. */
export async function listInvoices(
  db: Db,
  filter: InvoiceFilter,
  { limit, cursor }: PageRequest,
  wallNow: Instant,
): Promise<Page<InvoiceRecord>> {
  let query = selected(db, wallNow);
  if (cursor !== undefined) query = query.where('invoice.id', '>', idCursor('inv', cursor));
  if (filter.customer !== undefined) query = query.where('invoice.customer_id', '=', filter.customer);
  if (filter.state !== undefined) query = query.where('invoice.state', '=', filter.state);
  if (filter.number !== undefined) query = query.where('invoice.number', '=', filter.number);
  if (filter.overdue !== undefined) {
    const late = sql<boolean>`exists (
      select from instalment where instalment.invoice_id = invoice.id and instalment.open_minor > 0
      and instalment.effective_due_on < ${customerToday(wallNow)})`;
    query = query.where(filter.overdue ? late : sql<boolean>`not ${late}`);
  }
  const rows = await query
    .orderBy('invoice.id')
    .limit(limit + 1)
    .execute();
  const { items, nextCursor } = pageOf(rows, limit, (row) => row.id);
  return { items: await withParts(db, items), nextCursor };
}

export async function findInvoice(db: Db, id: string, wallNow: Instant): Promise<InvoiceRecord | undefined> {
  const rows = await selected(db, wallNow).where('invoice.id', '=', id).execute();
  return (await withParts(db, rows))[0];
}

/** Invoices with this number: one for each seller that has used it, at most. */
export async function findInvoicesNumbered(
  db: Db,
  number: string,
  wallNow: Instant,
): Promise<readonly InvoiceRecord[]> {
  return await withParts(db, await selected(db, wallNow).where('invoice.number', '=', number).execute());
}

/** The customer of the invoice with this number; a number is unique within a seller. */
export async function findInvoiceByNumber(
  db: Db,
  sellerId: string,
  number: string,
): Promise<{ readonly id: string; readonly customerId: string } | undefined> {
  return await db
    .selectFrom('invoice')
    .select(['id', 'customer_id as customerId'])
    .where('seller_id', '=', sellerId)
    .where('number', '=', number)
    .executeTakeFirst();
}

/** Keeps an invoice's lines as they were given: what they add up to is in the fact. */
export function invoiceLinesStatement(invoice: string, lines: readonly InvoiceLineRecord[]): Statement {
  return (trx) =>
    trx
      .insertInto('invoice_line')
      .values(
        lines.map((line, index) => ({
          invoice_id: invoice,
          line: index + 1,
          description: line.description,
          quantity: line.quantity,
          unit_price: line.unitPrice,
          tax_rate: line.taxRate,
          net_minor: line.net,
          tax_minor: line.tax,
        })),
      )
      .compile();
}

function selected(db: Db, wallNow: Instant) {
  return db
    .selectFrom('invoice')
    .innerJoin('customer', 'customer.id', 'invoice.customer_id')
    .selectAll('invoice')
    .select(customerToday(wallNow).as('today'));
}

async function withParts(
  db: Db,
  rows: readonly (Selectable<ReceivableTables['invoice']> & { readonly today: Day })[],
): Promise<readonly InvoiceRecord[]> {
  if (rows.length === 0) return [];
  const ids = rows.map((row) => row.id);
  const ofThese = ['invoice_id', 'in', ids] as const;
  const instalments = await db
    .selectFrom('instalment')
    .selectAll()
    .where(...ofThese)
    .orderBy('instalment')
    .execute();
  const lines = await db
    .selectFrom('invoice_line')
    .selectAll()
    .where(...ofThese)
    .orderBy('line')
    .execute();
  const instalmentsOf = Map.groupBy(instalments, (row) => row.invoice_id);
  const linesOf = Map.groupBy(lines, (row) => row.invoice_id);
  return rows.map((row) => ({
    id: row.id,
    customerId: row.customer_id,
    number: row.number,
    currency: row.currency,
    issuedOn: row.issued_on,
    dueOn: row.due_on,
    net: row.net_minor,
    tax: row.tax_minor,
    total: row.total_minor,
    paid: row.paid_minor,
    credited: row.credited_minor,
    writtenOff: row.written_off_minor,
    remaining: row.remaining_minor,
    state: row.state,
    today: row.today,
    instalments: (instalmentsOf.get(row.id) ?? []).map((part) => ({
      instalment: part.instalment,
      dueOn: part.due_on,
      effectiveDueOn: part.effective_due_on,
      amount: part.amount_minor,
      open: part.open_minor,
    })),
    lines: (linesOf.get(row.id) ?? []).map((line) => ({
      description: line.description,
      quantity: line.quantity,
      unitPrice: line.unit_price,
      taxRate: line.tax_rate,
      net: line.net_minor,
      tax: line.tax_minor,
    })),
  }));
}
