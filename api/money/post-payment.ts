import type { Change } from '../../db/change.ts';
import { type Receipt, receiptStatement } from '../../db/receipts.ts';
import type { Day, Instant } from '../../domain/calendar/day.ts';
import type { PaymentMethod } from '../../domain/facts/money-facts.ts';
import { receivePayment } from '../../domain/ledger/receive-payment.ts';
import type { Money } from '../../domain/money.ts';
import { recordPosting, requireCurrency } from '../posting.ts';
import type { Payer } from './look-at-payer.ts';
import { externalIdIn } from '../resources/named.ts';

/** Money that came, as its sender says. */
export interface IncomingMoney {
  readonly payment: string;
  readonly amount: Money;
  readonly method: PaymentMethod;
  /** Value date. */
  readonly receivedOn: Day;
  readonly title: string;
  readonly externalId: string | null;
  /** Who sent it, where the bank says. */
  readonly payer?: Payer;
}

/** Where it is to go. */
export interface Destination {
  /** By id, or by `ext:` and number; null: by the policy's order. */
  readonly allocations: readonly { readonly invoice: string; readonly amount: Money }[] | null;
  /** Prepayments that the payer named: the first that is not settled yet is settled. */
  readonly prepayments: readonly string[];
}

/**
 * Posts money to a customer. The lifecycle never refuses it: of a closed customer it becomes a task, of a refused one it
 * settles nothing and lies in `unapplied`.
 * @throws Refusal `currency_mismatch`, `future_value_date`, `over_allocated`, `unknown_reference`
 */
export function postPayment(change: Change, incoming: IncomingMoney, destination: Destination): void {
  const { account, policy, today } = change;
  const { amount, payment, method, receivedOn } = incoming;
  requireCurrency(account.traits.currency, amount, '/amount');
  const wanted = destination.allocations?.map((one, index) => {
    requireCurrency(account.traits.currency, one.amount, `/allocations/${index}/amount`);
    return { invoice: invoiceMeant(change, one.invoice), amount: one.amount.minor };
  });
  const prepayment = wanted === undefined ? prepaymentToSettle(change, destination.prepayments) : null;
  const toReceive = { payment, amount: amount.minor, method, receivedOn, wanted: wanted ?? null, prepayment };
  recordPosting(change, receivePayment(account, policy, toReceive, today));
}

/** Keeps what the sender said, beside the payment of the same change. */
export function keepReceipt(change: Change, incoming: IncomingMoney, recordedAt: Instant): void {
  const { id: customerId, sellerId } = change.customer;
  change.write(receiptStatement({ ...receiptOf(incoming, sellerId, recordedAt), customerId }));
}

export function receiptOf(incoming: IncomingMoney, sellerId: string, recordedAt: Instant): Omit<Receipt, 'customerId'> {
  const { payment, amount, method, receivedOn, title, externalId, payer } = incoming;
  const name = payer?.name ?? null;
  return { payment, sellerId, externalId, method, amount, receivedOn, reference: title, payer: name, recordedAt };
}

/** Our id of an invoice that is named by its number; what is unknown stays as it is, and is refused as such. */
function invoiceMeant({ account }: Change, reference: string): string {
  const number = externalIdIn(reference);
  if (number === undefined) return reference;
  return [...account.invoices.values()].find((invoice) => invoice.number === number)?.invoice ?? reference;
}

function prepaymentToSettle({ account }: Change, named: readonly string[]): string | null {
  const open = account.prepayments.find((known) => named.includes(known.prepayment) && known.settled < known.amount);
  return open?.prepayment ?? null;
}
