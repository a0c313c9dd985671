import type { Change } from '../../db/change.ts';
import { suspectStatement, unmatchedAbout } from '../../db/receipts.ts';
import { toStored } from '../../domain/money-format.ts';
import { money } from '../../domain/money.ts';
import { keysIn } from '../../domain/payer/title-keys.ts';

/**
 * Looks whether money for a new invoice has come before it: a transfer over the same amount, or one whose title names
 * its number. It may be this customer's, so he is not written to before somebody has looked.
 */
export async function suspectUnmatched(change: Change, invoice: string): Promise<void> {
  const issued = change.account.invoices.get(invoice);
  if (issued === undefined) return;
  const { number } = issued;
  const open = issued.instalments.reduce((sum, part) => sum + part.open, 0n);
  if (open === 0n) return;
  const { id, sellerId } = change.customer;
  const about = { number, open: money(open, change.account.traits.currency) };
  for (const found of await unmatchedAbout(change.trx, sellerId, about)) {
    const named = keysIn(found.reference ?? '').texts.has(number);
    const equal = found.amount.minor === open && found.amount.currency === about.open.currency;
    if ((!named && !equal) || change.account.suspectedMoney.has(found.payment)) continue;
    const because = named ? 'invoiceNumber' : 'equalsOpenInvoice';
    change.record([
      {
        kind: 'unmatched.suspected',
        effectiveOn: change.today,
        body: { payment: found.payment, amount: toStored(found.amount), because },
      },
    ]);
    change.write(suspectStatement(found.payment, [...found.suspects, { customer: id, because }]));
  }
}
