import type { Account, Invoice } from '../account/account.ts';
import type { Day } from '../calendar/day.ts';
import type { Policy } from '../policy/policy.ts';
import { openInstalments } from '../receivables/standing.ts';
import { divideHalfUp } from '../decimal.ts';
import { allocate } from './allocation.ts';
import { drafted, type Posting, refusal, storedAllocations, storedIn } from './posting.ts';
import { release } from './release.ts';

export interface CreditToGive {
  readonly creditNote: string;
  readonly invoice: string;
  /** Minor units, tax included; null credits all that is left of the invoice (void). */
  readonly amount: bigint | null;
  readonly kind: 'creditNote' | 'void' | 'dispute';
}

/**
 * Credits an invoice: first what is open (latest instalment first, so that the next due part stays in dunning), then
 * what had been paid, which is free again and pays other open invoices by the policy's order before it is unapplied.
 */
export function creditInvoice(
  account: Account,
  policy: Policy,
  credit: CreditToGive,
  today: Day,
): Posting<'invoice.credited'> {
  const invoice = account.invoices.get(credit.invoice);
  if (invoice === undefined) return refusal('unknown_reference', 'the customer has no such invoice', '/invoice');
  const creditable = invoice.total - invoice.credited - invoice.writtenOff;
  if (creditable <= 0n) return refusal('conflict', 'nothing is left of this invoice that could be credited');
  const amount = credit.amount ?? creditable;
  if (amount <= 0n) return refusal('invalid_money', 'a credit is above zero', '/amount');
  if (amount > creditable)
    return refusal('exceeds_open_amount', 'the credit is larger than what is left of the invoice', '/amount');
  const open = invoice.instalments.filter((part) => part.open > 0n);
  const reductions = allocate(open, amount, 'newestDueFirst');
  const released = release(invoice.allocations, invoice.invoice, reductions.rest);
  const others = openInstalments(account).filter((item) => item.invoice !== invoice.invoice);
  const applied = allocate(others, reductions.rest, policy.allocation);
  const tax = taxPart(invoice, amount);
  return drafted('invoice.credited', today, {
    creditNote: credit.creditNote,
    invoice: invoice.invoice,
    amount: storedIn(account, amount),
    net: storedIn(account, amount - tax),
    tax: storedIn(account, tax),
    kind: credit.kind,
    reductions: storedAllocations(account, reductions.allocations),
    released: released.map((part) => ({
      invoice: part.invoice,
      instalment: part.instalment,
      source: part.source,
      amount: storedIn(account, part.amount),
    })),
    applied: storedAllocations(account, applied.allocations),
    unapplied: storedIn(account, applied.rest),
  });
}

/**
 * The credit's share of tax, in proportion. All credits so far are rounded together, so that they never take back more tax than
 * was charged, and exactly that when nothing is left of the invoice.
 */
function taxPart(invoice: Invoice, amount: bigint): bigint {
  return divideHalfUp(invoice.tax * (invoice.credited + amount), invoice.total) - invoice.creditedTax;
}
