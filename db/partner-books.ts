import { sql } from 'kysely';
import type { Day, Instant } from '../domain/calendar/day.ts';
import type { OwedInvoice, PartnerStanding } from '../domain/partner/partner-standing.ts';
import type { Charge } from '../domain/partner/running-cost.ts';
import type { Db, Trx } from './database.ts';
import { toDate, toInstant } from './database-time.ts';
import { totalExposure } from './exposures.ts';
import { insertRows } from './json-rows.ts';

/** An invoice of Microsoft's as it was read: minor units of its currency. */
export interface SeenInvoice extends Omit<OwedInvoice, 'onItsWay'> {
  readonly currency: string;
}

/** Keeps what was read. @returns whether its charges are on record too */
export async function keepInvoice(
  db: Db,
  { id, invoicedOn, currency, total, paid }: SeenInvoice,
  wallNow: Instant,
): Promise<boolean> {
  const seen = { total_minor: total, paid_minor: paid, seen_at: toDate(wallNow) };
  const { charges_read } = await db
    .insertInto('partner_invoice')
    .values({ id, invoiced_on: invoicedOn, currency, ...seen })
    .onConflict((conflict) => conflict.column('id').doUpdateSet(seen))
    .returning('charges_read')
    .executeTakeFirstOrThrow();
  return charges_read;
}

export interface SeenCharge extends Charge {
  readonly tenant: string;
  readonly microsoftId: string;
  readonly currency: string;
}

/** Keeps the charges of an invoice, all of them, once. */
export async function keepCharges(db: Db, invoice: string, charges: readonly SeenCharge[]): Promise<void> {
  const rows = charges.map(({ tenant, microsoftId, amount, currency, frequency }, place) => ({
    invoice_id: invoice,
    place,
    microsoft_tenant_id: tenant,
    microsoft_subscription_id: microsoftId,
    amount_minor: String(amount),
    currency,
    frequency,
  }));
  await db.transaction().execute(async (trx) => {
    const claimed = await trx
      .updateTable('partner_invoice')
      .set({ charges_read: true })
      .where('id', '=', invoice)
      .where('charges_read', '=', false)
      .returning('id')
      .executeTakeFirst();
    if (claimed !== undefined && rows.length > 0)
      await trx.executeQuery(insertRows('partner_charge', CHARGE_COLUMNS, rows)(trx));
  });
}

const CHARGE_COLUMNS = [
  'invoice_id',
  'place',
  'microsoft_tenant_id',
  'microsoft_subscription_id',
  'amount_minor',
  'currency',
  'frequency',
];

/** What the partner owes in one currency, payments that Microsoft does not show yet among it. */
export interface CurrencyBooks {
  readonly currency: string;
  readonly invoices: readonly OwedInvoice[];
  /** What live customers have consumed that was not invoiced to them; Microsoft's own unbilled sum is not published. */
  readonly unbilled: bigint;
  readonly creditLimit: bigint | null;
}

/** The books of every currency in which Microsoft has billed the partner, or customers consume. */
export async function partnerBooks(db: Db): Promise<readonly CurrencyBooks[]> {
  const rows = await db
    .selectFrom('partner_invoice')
    .leftJoin('partner_payment', 'partner_payment.invoice_id', 'partner_invoice.id')
    .groupBy('partner_invoice.id')
    .select(['partner_invoice.id', 'invoiced_on', 'partner_invoice.currency', 'total_minor', 'paid_minor'])
    .select(sql<bigint>`coalesce(sum(partner_payment.amount_minor), 0)::bigint`.as('sent'))
    .orderBy('partner_invoice.id')
    .execute();
  const unbilled = await unbilledByCurrency(db);
  const limits = await creditLimits(db);
  const byCurrency = Map.groupBy(rows, ({ currency }) => currency);
  return [...new Set([...byCurrency.keys(), ...unbilled.keys(), ...limits.keys()])].toSorted().map((currency) => ({
    currency,
    unbilled: unbilled.get(currency) ?? 0n,
    creditLimit: limits.get(currency) ?? null,
    invoices: (byCurrency.get(currency) ?? []).map(
      ({ id, invoiced_on, total_minor: total, paid_minor: paid, sent }) => ({
        id,
        invoicedOn: invoiced_on,
        total,
        paid,
        onItsWay: sent > paid ? sent - paid : 0n,
      }),
    ),
  }));
}

async function unbilledByCurrency(db: Db): Promise<ReadonlyMap<string, bigint>> {
  const consumed = (await totalExposure(db, {})).filter(({ unbilled }) => unbilled !== 0n);
  return new Map(consumed.map(({ currency, unbilled }) => [currency, unbilled]));
}

/** The newest limit of each currency. */
async function creditLimits(db: Db): Promise<ReadonlyMap<string, bigint>> {
  const rows = await db
    .selectFrom('partner_credit_limit')
    .distinctOn('currency')
    .select(['currency', 'limit_minor'])
    .orderBy('currency')
    .orderBy('id', 'desc')
    .execute();
  return new Map(rows.map(({ currency, limit_minor }) => [currency, limit_minor]));
}

/** Keeps Microsoft's credit limit on the partner as finance was told it. */
export async function insertCreditLimit(
  trx: Trx,
  {
    id,
    currency,
    limit,
    recordedAt,
    actor,
  }: {
    readonly id: string;
    readonly currency: string;
    readonly limit: bigint;
    readonly recordedAt: Instant;
    readonly actor: string;
  },
): Promise<void> {
  await trx
    .insertInto('partner_credit_limit')
    .values({ id, currency, limit_minor: limit, recorded_at: toDate(recordedAt), actor })
    .execute();
}

/** Notes the standing. @returns what it was before, if it was known */
export async function noteStanding(
  trx: Trx,
  currency: string,
  { state, warning, sellsNew }: Pick<PartnerStanding, 'state' | 'warning' | 'sellsNew'>,
  wallNow: Instant,
): Promise<Pick<PartnerStanding, 'state' | 'warning' | 'sellsNew'> | undefined> {
  const before = await trx
    .selectFrom('partner_standing')
    .selectAll()
    .where('currency', '=', currency)
    .forUpdate()
    .executeTakeFirst();
  const columns = { state, warning, sells_new: sellsNew, at: toDate(wallNow) };
  await trx
    .insertInto('partner_standing')
    .values({ currency, ...columns })
    .onConflict((conflict) => conflict.column('currency').doUpdateSet(columns))
    .execute();
  return before && { state: before.state, warning: before.warning, sellsNew: before.sells_new };
}

/** Whether Microsoft would take a new order in this currency, as the last round found it. Where nothing is known it would. */
export async function partnerSellsNew(db: Db, currency: string): Promise<boolean> {
  const row = await db
    .selectFrom('partner_standing')
    .select('sells_new')
    .where('currency', '=', currency)
    .executeTakeFirst();
  return row?.sells_new ?? true;
}

/** A payment of the partner's to Microsoft. */
export interface PartnerPayment {
  readonly id: string;
  readonly invoice: string;
  readonly amount: bigint;
  readonly currency: string;
  readonly paidOn: Day;
  readonly recordedAt: Instant;
  readonly actor: string;
}

export async function insertPartnerPayment(trx: Trx, payment: PartnerPayment): Promise<void> {
  const { id, invoice, amount, currency, paidOn, recordedAt, actor } = payment;
  await trx
    .insertInto('partner_payment')
    .values({
      id,
      invoice_id: invoice,
      amount_minor: amount,
      currency,
      paid_on: paidOn,
      recorded_at: toDate(recordedAt),
      actor,
    })
    .execute();
}

export async function findPartnerPayment(db: Db, id: string): Promise<PartnerPayment | undefined> {
  const row = await db.selectFrom('partner_payment').selectAll().where('id', '=', id).executeTakeFirst();
  return (
    row && {
      id: row.id,
      invoice: row.invoice_id,
      amount: row.amount_minor,
      currency: row.currency,
      paidOn: row.paid_on,
      recordedAt: toInstant(row.recorded_at),
      actor: row.actor,
    }
  );
}

/** Payments of invoices of which Microsoft shows less than was paid. */
export async function paymentsOnTheirWay(db: Db): Promise<readonly PartnerPayment[]> {
  const { rows } = await sql<{ id: string }>`
    select payment.id from partner_payment payment
    join partner_invoice invoice on invoice.id = payment.invoice_id
    where invoice.paid_minor < (select sum(amount_minor) from partner_payment where invoice_id = invoice.id)
    order by payment.id`.execute(db);
  const found = await Promise.all(rows.map(({ id }) => findPartnerPayment(db, id)));
  return found.filter((payment) => payment !== undefined);
}

export async function findPartnerInvoice(
  db: Db,
  id: string,
): Promise<{ readonly currency: string; readonly invoicedOn: Day } | undefined> {
  const row = await db
    .selectFrom('partner_invoice')
    .select(['currency', 'invoiced_on'])
    .where('id', '=', id)
    .executeTakeFirst();
  return row && { currency: row.currency, invoicedOn: row.invoiced_on };
}

export async function findCreditLimit(
  db: Db,
  id: string,
): Promise<
  | { readonly currency: string; readonly limit: bigint; readonly recordedAt: Instant; readonly actor: string }
  | undefined
> {
  const row = await db.selectFrom('partner_credit_limit').selectAll().where('id', '=', id).executeTakeFirst();
  return (
    row && { currency: row.currency, limit: row.limit_minor, recordedAt: toInstant(row.recorded_at), actor: row.actor }
  );
}
