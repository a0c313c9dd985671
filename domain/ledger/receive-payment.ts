import type { Account, Prepayment } from '../account/account.ts';
import type { Day } from '../calendar/day.ts';
import type { PaymentMethod } from '../facts/money-facts.ts';
import { onboardingPhase } from '../onboarding/onboarding.ts';
import type { Policy } from '../policy/policy.ts';
import { openInstalments } from '../receivables/standing.ts';
import { allocate, type Allocation, type AllocationProblem, checkAllocations, type OpenItem } from './allocation.ts';
import { drafted, type Posting, type Refusal, refusal, storedAllocations, storedIn } from './posting.ts';

/** A payment to record; amounts in minor units of the customer's currency. */
export interface PaymentToReceive {
  readonly payment: string;
  readonly amount: bigint;
  readonly method: PaymentMethod;
  /** Value date: it counts from this day. */
  readonly receivedOn: Day;
  /** Wanted by the payer, in this order; the rest follows the policy. Null: all by the policy's order. */
  readonly wanted: readonly { readonly invoice: string; readonly amount: bigint }[] | null;
  /** The prepayment that this money settles, when it carries its reference. Late money of a refused customer settles none. */
  readonly prepayment: string | null;
}

/**
 * Puts a payment where it belongs: on the invoices it names, the rest by the policy's order, what is left over to
 * `unapplied`. Money for a prepayment goes to `prepaid` up to what was asked; the rest is treated like any payment.
 */
export function receivePayment(
  account: Account,
  policy: Policy,
  toReceive: PaymentToReceive,
  today: Day,
): Posting<'payment.received'> {
  if (toReceive.amount <= 0n) return refusal('invalid_money', 'a payment is above zero', '/amount');
  if (toReceive.receivedOn > today)
    return refusal(
      'future_value_date',
      `${toReceive.receivedOn} is after the customer's today, ${today}`,
      '/receivedOn',
    );
  const request = prepaymentFor(account, policy, toReceive);
  const missing = request === undefined ? 0n : request.amount - request.settled;
  const prepaid = missing < toReceive.amount ? missing : toReceive.amount;
  const open = openInstalments(account);
  const named = checkAllocations(open, toReceive.amount - prepaid, toReceive.wanted ?? []);
  if ('problem' in named) return refusalOf(account, named);
  const others = allocate(lessened(open, named.allocations), named.rest, policy.allocation);
  return drafted('payment.received', toReceive.receivedOn, {
    payment: toReceive.payment,
    amount: storedIn(account, toReceive.amount),
    method: toReceive.method,
    receivedOn: toReceive.receivedOn,
    allocations: storedAllocations(account, perInstalment([...named.allocations, ...others.allocations])),
    unapplied: storedIn(account, others.rest),
    prepaid: storedIn(account, prepaid),
    prepayment: request?.prepayment ?? null,
  });
}

function prepaymentFor(account: Account, policy: Policy, { prepayment }: PaymentToReceive): Prepayment | undefined {
  if (onboardingPhase(account, policy) === 'refused') return undefined;
  return account.prepayments.find((known) => known.prepayment === prepayment);
}

function refusalOf(account: Account, { problem, index, invoice }: AllocationProblem): Refusal {
  const at = `/allocations/${index}`;
  if (problem === 'notPositive') return refusal('invalid_money', 'an allocation is above zero', `${at}/amount`);
  if (problem === 'unknownInvoice' && !account.invoices.has(invoice))
    return refusal('unknown_reference', `no invoice ${invoice} of this customer`, `${at}/invoice`);
  return refusal('over_allocated', 'more is allocated than is open or was paid', `${at}/amount`);
}

/** One allocation for each instalment: money that was named for it and money that came to it by order are the same. */
function perInstalment(allocations: readonly Allocation[]): readonly Allocation[] {
  const totals = new Map<string, Allocation>();
  for (const part of allocations) {
    const key = `${part.instalment} ${part.invoice}`;
    totals.set(key, { ...part, amount: part.amount + (totals.get(key)?.amount ?? 0n) });
  }
  return [...totals.values()];
}

/** Open items after allocations; items that are settled drop out. */
function lessened(items: readonly OpenItem[], allocations: readonly Allocation[]): readonly OpenItem[] {
  return items
    .map((item) => {
      const used = allocations.filter((part) => part.invoice === item.invoice && part.instalment === item.instalment);
      return { ...item, open: item.open - used.reduce((sum, part) => sum + part.amount, 0n) };
    })
    .filter((item) => item.open > 0n);
}
