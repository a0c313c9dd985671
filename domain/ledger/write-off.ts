import type { Account } from '../account/account.ts';
import type { Day } from '../calendar/day.ts';
import { drafted, type Posting, refusal, storedAllocations, storedIn } from './posting.ts';

/** Writes off all that is still open on an invoice. Whether a second person must agree is the caller's question. */
export function writeOffInvoice(account: Account, id: string, today: Day): Posting<'invoice.writtenOff'> {
  const invoice = account.invoices.get(id);
  if (invoice === undefined) return refusal('unknown_reference', 'the customer has no such invoice', '/invoice');
  const reductions = invoice.instalments
    .filter((part) => part.open > 0n)
    .map((part) => ({ invoice: id, instalment: part.instalment, amount: part.open }));
  const amount = reductions.reduce((sum, part) => sum + part.amount, 0n);
  if (amount === 0n) return refusal('nothing_owed', 'nothing is open on this invoice');
  return drafted('invoice.writtenOff', today, {
    invoice: id,
    amount: storedIn(account, amount),
    reductions: storedAllocations(account, reductions),
  });
}
