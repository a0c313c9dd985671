import type { Account, Instalment } from '../account/account.ts';
import type { Day } from '../calendar/day.ts';
import type { Policy } from '../policy/policy.ts';
import { allocate } from './allocation.ts';
import { drafted, type Posting, refusal, storedAllocations, storedIn } from './posting.ts';
import { release, type Released } from './release.ts';

/**
 * Takes a payment back (chargeback, return, correction): its own allocations are opened again; its share of `unapplied`
 * and `prepaid` leaves the pots, and where a pot has been spent since, what the pot paid is opened again, newest invoice
 * first. Debt that re-opens never suspends without a new warning: that is the ladder's rule.
 */
export function reversePayment(
  account: Account,
  policy: Policy,
  id: string,
  kind: 'chargeback' | 'return' | 'correction',
  today: Day,
): Posting<'payment.reversed'> {
  const payment = account.payments.get(id);
  if (payment === undefined) return refusal('not_found', 'the customer has no such payment');
  if (payment.reversed) return refusal('conflict', 'the payment has been reversed already');
  const own = releaseFrom(account, id, payment.amount);
  const fromPrepaid = least(payment.prepaid, account.prepaid);
  const spentPrepaid = releaseFrom(account, 'prepaid', payment.prepaid - fromPrepaid);
  // The rest is in the unapplied pot, or was spent from it: also what a credit freed from an invoice, whatever had paid that.
  const pooled = payment.amount - sumOf(own) - fromPrepaid - sumOf(spentPrepaid);
  const fromUnapplied = least(pooled, account.unapplied);
  const reopened = [...own, ...spentPrepaid, ...releaseFrom(account, 'unapplied', pooled - fromUnapplied)];
  const applied = allocate(openedAgain(account, reopened), account.unapplied - fromUnapplied, policy.allocation);
  return drafted('payment.reversed', today, {
    payment: id,
    kind,
    amount: storedIn(account, payment.amount),
    reopened: reopened.map((part) => ({
      invoice: part.invoice,
      instalment: part.instalment,
      source: part.source,
      amount: storedIn(account, part.amount),
    })),
    fromUnapplied: storedIn(account, fromUnapplied),
    fromPrepaid: storedIn(account, fromPrepaid),
    applied: storedAllocations(account, applied.allocations),
  });
}

/** The instalments that are open once this money has been taken off them. */
function openedAgain(account: Account, reopened: readonly Released[]): readonly Instalment[] {
  const instalments = [...account.invoices.values()].flatMap((invoice) => invoice.instalments);
  return instalments
    .map((item) => {
      const back = reopened.filter((part) => part.invoice === item.invoice && part.instalment === item.instalment);
      return { ...item, open: back.reduce((sum, part) => sum + part.amount, item.open) };
    })
    .filter((item) => item.open > 0n);
}

/** Frees money of one source, from the newest invoice backwards. */
function releaseFrom(account: Account, source: string, amount: bigint): readonly Released[] {
  const released: Released[] = [];
  let left = amount;
  for (const invoice of [...account.invoices.values()].toReversed()) {
    if (left === 0n) break;
    const parts = release(invoice.allocations, invoice.invoice, left, source);
    released.push(...parts);
    left -= sumOf(parts);
  }
  return released;
}

function sumOf(list: readonly { readonly amount: bigint }[]): bigint {
  return list.reduce((sum, part) => sum + part.amount, 0n);
}

function least(a: bigint, b: bigint): bigint {
  return a < b ? a : b;
}
