import type { Account, Instalment } from '../account/account.ts';
import { effectiveDueDay } from '../calendar/due-day.ts';
import type { Day } from '../calendar/day.ts';
import type { Pot, PotAllocation } from '../facts/money-facts.ts';
import { allocate } from './allocation.ts';
import { drafted, type Posting, refusal, storedAllocations, storedIn } from './posting.ts';

/** An invoice to issue; amounts in minor units of the customer's currency. Instalments must add up to `net + tax`. */
export interface InvoiceToIssue {
  readonly invoice: string;
  readonly number: string;
  readonly issuedOn: Day;
  readonly net: bigint;
  readonly tax: bigint;
  readonly instalments: readonly { readonly dueOn: Day; readonly amount: bigint }[];
}

/**
 * Issues an invoice: due days become effective by the law of the customer's country (rule 8), and what is prepaid, then
 * what is unapplied, is consumed at once, earliest instalment first.
 * @param today business day of the customer; an invoice cannot be issued after it.
 */
export function issueInvoice(account: Account, toIssue: InvoiceToIssue, today: Day): Posting<'invoice.issued'> {
  const total = toIssue.net + toIssue.tax;
  if (toIssue.issuedOn > today)
    return refusal('future_issue_date', `${toIssue.issuedOn} is after the customer's today, ${today}`, '/issuedOn');
  if (total <= 0n) return refusal('invalid_invoice', 'an invoice asks for an amount above zero', '/lines');
  const sum = toIssue.instalments.reduce((all, part) => all + part.amount, 0n);
  if (sum !== total) return refusal('invalid_invoice', 'the instalments do not add up to the total', '/instalments');
  const early = toIssue.instalments.findIndex((part) => part.dueOn < toIssue.issuedOn);
  if (early >= 0) return refusal('invalid_invoice', 'a due day lies before the day of issue', '/dueOn');
  if (toIssue.instalments.some((part) => part.amount <= 0n))
    return refusal('invalid_invoice', 'every instalment is above zero', '/instalments');
  const instalments = toIssue.instalments.map(
    (part, index): Instalment => ({
      invoice: toIssue.invoice,
      instalment: index + 1,
      issuedOn: toIssue.issuedOn,
      dueOn: part.dueOn,
      effectiveDueOn: effectiveDueDay(part.dueOn, account.traits.country),
      amount: part.amount,
      open: part.amount,
    }),
  );
  return drafted('invoice.issued', toIssue.issuedOn, {
    invoice: toIssue.invoice,
    number: toIssue.number,
    issuedOn: toIssue.issuedOn,
    total: storedIn(account, total),
    net: storedIn(account, toIssue.net),
    tax: storedIn(account, toIssue.tax),
    instalments: instalments.map(({ instalment, dueOn, effectiveDueOn, amount }) => ({
      instalment,
      dueOn,
      effectiveDueOn,
      amount: storedIn(account, amount),
    })),
    consumed: consumed(account, instalments),
  });
}

function consumed(account: Account, instalments: readonly Instalment[]): readonly PotAllocation[] {
  const parts: PotAllocation[] = [];
  let open = instalments;
  const pots: readonly (readonly [Pot, bigint])[] = [
    ['prepaid', account.prepaid],
    ['unapplied', account.unapplied],
  ];
  for (const [pot, held] of pots) {
    if (held <= 0n) continue;
    const { allocations } = allocate(open, held, 'oldestDueFirst');
    parts.push(...storedAllocations(account, allocations).map((part) => ({ ...part, pot })));
    open = open.map((item) => {
      const used = allocations
        .filter((part) => part.instalment === item.instalment)
        .reduce((sum, part) => sum + part.amount, 0n);
      return { ...item, open: item.open - used };
    });
  }
  return parts;
}
