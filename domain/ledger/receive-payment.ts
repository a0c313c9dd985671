import type { Account } from '../account/account.ts';
import type { Day } from '../calendar/day.ts';
import type { PaymentMethod } from '../facts/money-facts.ts';
import type { Policy } from '../policy/policy.ts';
import { openInstalments } from '../receivables/standing.ts';
import { allocate } from './allocation.ts';
import { drafted, type Posting, refusal, storedAllocations, storedIn } from './posting.ts';

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
  const request = account.prepayments.find((known) => known.prepayment === toReceive.prepayment);
  const missing = request === undefined ? 0n : request.amount - request.settled;
  const prepaid = missing < toReceive.amount ? missing : toReceive.amount;
  let left = toReceive.amount - prepaid;
  let open = openInstalments(account);
  const put: { invoice: string; instalment: number; amount: bigint }[] = [];
  for (const [index, wanted] of (toReceive.wanted ?? []).entries()) {
    const mine = open.filter((item) => item.invoice === wanted.invoice);
    if (!account.invoices.has(wanted.invoice))
      return refusal(
        'unknown_reference',
        `no invoice ${wanted.invoice} of this customer`,
        `/allocations/${index}/invoice`,
      );
    const { allocations, rest } = allocate(mine, wanted.amount, 'oldestDueFirst');
    if (rest > 0n || wanted.amount > left)
      return refusal('over_allocated', 'more is allocated than is open or was paid', `/allocations/${index}/amount`);
    put.push(...allocations);
    left -= wanted.amount;
    open = lessened(open, allocations);
  }
  const { allocations, rest } = allocate(open, left, policy.allocation);
  put.push(...allocations);
  return drafted('payment.received', toReceive.receivedOn, {
    payment: toReceive.payment,
    amount: storedIn(account, toReceive.amount),
    method: toReceive.method,
    receivedOn: toReceive.receivedOn,
    allocations: storedAllocations(account, put),
    unapplied: storedIn(account, rest),
    prepaid: storedIn(account, prepaid),
    prepayment: request?.prepayment ?? null,
  });
}

/** Open items after allocations; items that are settled drop out. */
export function lessened<T extends { readonly invoice: string; readonly instalment: number; readonly open: bigint }>(
  items: readonly T[],
  allocations: readonly { readonly invoice: string; readonly instalment: number; readonly amount: bigint }[],
): readonly T[] {
  return items
    .map((item) => {
      const used = allocations.filter((part) => part.invoice === item.invoice && part.instalment === item.instalment);
      return { ...item, open: item.open - used.reduce((sum, part) => sum + part.amount, 0n) };
    })
    .filter((item) => item.open > 0n);
}
