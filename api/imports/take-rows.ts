import type { Change } from '../../db/change.ts';
import type { ImportRowOutcome } from '../../db/imports.ts';
import { invoicesByNumber, receiptsKnown } from '../../db/import-lookups.ts';
import type { BookRow } from '../../domain/book/read-row.ts';
import type { Instant } from '../../domain/calendar/day.ts';
import type { ErrorCode, Refusal } from '../../domain/errors.ts';
import { money } from '../../domain/money.ts';
import { toStored } from '../../domain/money-format.ts';
import { issue } from '../money/issue.ts';
import { keepReceipt, postPayment } from '../money/post-payment.ts';

/** What the columns of a row are called in its file. */
export type ColumnName = (field: 'issuedOn' | 'settledOn' | 'invoice' | 'amount') => string | null;

/**
 * Takes in rows of one customer, under his lock: the invoice; its payment where the book says that it is settled; a
 * dispute where it says that it is disputed and still owed, so that nobody is dunned for it. All or nothing per row, and
 * what is on record already is not taken twice.
 */
export async function takeRows(
  change: Change,
  rows: readonly BookRow[],
  { wallNow, columnOf }: { readonly wallNow: Instant; readonly columnOf: ColumnName },
): Promise<readonly ImportRowOutcome[]> {
  const { sellerId } = change.customer;
  const known = await invoicesByNumber(
    change.trx,
    sellerId,
    rows.map((row) => row.invoice),
  );
  const paid = new Set(await receiptsKnown(change.trx, sellerId, rows.map(paymentId)));
  const made = new Set<string>();
  const outcomes: ImportRowOutcome[] = [];
  for (const row of rows) {
    const refusal = refuse(row);
    outcomes.push(refusal ?? { row: row.row, state: (await take(row)) ? 'imported' : 'skipped', errors: [] });
  }
  return outcomes;

  /** Looked at before anything of the row is recorded: a half-recorded row could not be taken back. */
  function refuse(row: BookRow): ImportRowOutcome | null {
    const invoice = known.get(row.invoice);
    const total = row.amount.minor;
    if (row.amount.currency !== change.account.traits.currency)
      return refused(row, 'amount', 'currency_mismatch', `the customer trades in ${change.account.traits.currency}`);
    if (row.issuedOn > change.today)
      return refused(row, 'issuedOn', 'future_issue_date', `lies after the customer's today, ${change.today}`);
    if (row.settledOn !== null && row.settledOn > change.today)
      return refused(row, 'settledOn', 'future_value_date', `lies after the customer's today, ${change.today}`);
    if (made.has(row.invoice))
      return refused(row, 'invoice', 'duplicate_invoice_number', 'stands in an earlier row of this file');
    const same =
      invoice === undefined ||
      (invoice.customerId === change.customer.id &&
        invoice.issuedOn === row.issuedOn &&
        invoice.dueOn === row.dueOn &&
        invoice.total === total);
    return same
      ? null
      : refused(row, 'invoice', 'duplicate_invoice_number', 'the seller has another invoice with this number');
  }

  async function take(row: BookRow): Promise<boolean> {
    const { invoice: number, issuedOn, dueOn, amount: total } = row;
    const { currency } = total;
    const before = known.get(number)?.id;
    const invoice =
      before ?? (await issue(change, { customer: change.customer.id, number, issuedOn, dueOn, currency, total }));
    if (before === undefined) made.add(number);
    const settled = settle(row, invoice);
    const disputed = row.disputed && row.settledOn === null && openDispute(invoice);
    return before === undefined || settled || disputed;
  }

  /** What is still open on the invoice is paid by the day that the book names. */
  function settle(row: BookRow, invoice: string): boolean {
    const open = openOn(invoice);
    if (row.settledOn === null || open === 0n || paid.has(paymentId(row))) return false;
    const amount = money(open, row.amount.currency);
    const incoming = {
      payment: change.newId('pay'),
      amount,
      method: 'bankTransfer' as const,
      receivedOn: row.settledOn,
      title: row.invoice,
      externalId: paymentId(row),
    };
    postPayment(change, incoming, { allocations: [{ invoice, amount }], prepayments: [] });
    keepReceipt(change, incoming, wallNow);
    paid.add(paymentId(row));
    return true;
  }

  function openDispute(invoice: string): boolean {
    const open = openOn(invoice);
    if (open === 0n || change.account.disputes.some((dispute) => dispute.invoice === invoice)) return false;
    const amount = toStored(money(open, change.account.traits.currency));
    const body = { dispute: change.newId('dsp'), invoice, amount };
    change.record([{ kind: 'dispute.opened', effectiveOn: change.today, body }]);
    return true;
  }

  function openOn(invoice: string): bigint {
    const instalments = change.account.invoices.get(invoice)?.instalments ?? [];
    return instalments.reduce((sum, part) => sum + part.open, 0n);
  }

  function refused(row: BookRow, field: Parameters<ColumnName>[0], code: ErrorCode, message: string): ImportRowOutcome {
    return { row: row.row, state: 'refused', errors: [{ column: columnOf(field), code, message }] };
  }
}

/** The same row of the same book is the same money, whoever imports it again. */
function paymentId(row: BookRow): string {
  return `book:${row.invoice}`;
}

/** Rows that cannot be taken in for one reason. */
export function refuseAll(rows: readonly { readonly row: number }[], refusal: Refusal): readonly ImportRowOutcome[] {
  const errors = [{ column: null, code: refusal.code, message: refusal.message }];
  return rows.map(({ row }) => ({ row, state: 'refused', errors }));
}
