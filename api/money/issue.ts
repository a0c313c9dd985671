import type { NewInvoice } from '../../contracts/invoices.ts';
import type { Change } from '../../db/change.ts';
import { type InvoiceLineRecord, invoiceLinesStatement } from '../../db/lists/invoices.ts';
import { lineAmounts } from '../../domain/decimal.ts';
import { Refusal } from '../../domain/errors.ts';
import { issueInvoice } from '../../domain/ledger/issue-invoice.ts';
import { recordPosting, requireCurrency } from '../posting.ts';
import { suspectUnmatched } from './suspect-unmatched.ts';

/** As much as one amount on the wire may be: no sum of a customer can overflow then. In minor units. */
const LARGEST = 10n ** 15n;

/**
 * Issues an invoice from its lines, or with the total of an imported one, which has no tax detail. Answers its id.
 * @throws Refusal `currency_mismatch`, `invalid_invoice`, `future_issue_date`; the database's `duplicate_invoice_number`
 */
export async function issue(change: Change, body: NewInvoice): Promise<string> {
  const { currency } = change.account.traits;
  requireOneCurrency(body, currency);
  const invoice = change.newId('inv');
  const lines = 'lines' in body ? linesOf(body.lines, currency) : [];
  const net = 'lines' in body ? sum(lines.map((line) => line.net)) : body.total.minor;
  const tax = sum(lines.map((line) => line.tax));
  if (net + tax > LARGEST) throw invalid('/lines', 'the total is too large');
  const instalments = body.instalments?.map(({ dueOn, amount }) => ({ dueOn, amount: amount.minor })) ?? [
    { dueOn: body.dueOn, amount: net + tax },
  ];
  const { number, issuedOn } = body;
  recordPosting(
    change,
    issueInvoice(change.account, { invoice, number, issuedOn, net, tax, instalments }, change.today),
  );
  if (lines.length > 0) change.write(invoiceLinesStatement(invoice, lines));
  await suspectUnmatched(change, invoice);
  return invoice;
}

function requireOneCurrency(body: NewInvoice, currency: string): void {
  requireCurrency(currency, body, '');
  if ('total' in body) requireCurrency(currency, body.total, '/total');
  else
    for (const [index, { unitPrice }] of body.lines.entries()) {
      const given = unitPrice.currency;
      if (given !== null) requireCurrency(currency, { currency: given }, `/lines/${index}/unitPrice`);
    }
  for (const [index, { amount }] of (body.instalments ?? []).entries())
    requireCurrency(currency, amount, `/instalments/${index}/amount`);
}

function linesOf(
  lines: Extract<NewInvoice, { lines: unknown }>['lines'],
  currency: string,
): readonly InvoiceLineRecord[] {
  return lines.map(({ description, quantity, unitPrice, taxRate }, index) => {
    if (taxRate.startsWith('-')) throw invalid(`/lines/${index}/taxRate`, 'a tax rate is not negative');
    const { net, tax } = lineAmounts({ quantity, unitPrice: unitPrice.amount, taxRate }, currency);
    if (isTooLarge(net.minor) || isTooLarge(tax.minor)) throw invalid(`/lines/${index}`, 'the line is too large');
    return { description, quantity, unitPrice: unitPrice.amount, taxRate, net: net.minor, tax: tax.minor };
  });
}

function isTooLarge(minor: bigint): boolean {
  return minor > LARGEST || minor < -LARGEST;
}

function invalid(pointer: string, message: string): Refusal {
  return new Refusal('invalid_invoice', message, [{ pointer, message }]);
}

function sum(amounts: readonly bigint[]): bigint {
  return amounts.reduce((total, amount) => total + amount, 0n);
}
