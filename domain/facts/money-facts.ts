import type { Day } from '../calendar/day.ts';
import type { StoredMoney } from './stored-money.ts';

/** Money put on one instalment. */
export interface StoredAllocation {
  readonly invoice: string;
  readonly instalment: number;
  readonly amount: StoredMoney;
}

/** A part of an invoice with a due day of its own; an ordinary invoice has exactly one. */
export interface StoredInstalment {
  readonly instalment: number;
  /** As printed, and as effective by the law of the contract (design, rule 8). */
  readonly dueOn: Day;
  readonly effectiveDueOn: Day;
  readonly amount: StoredMoney;
}

export type PaymentMethod = 'bankTransfer' | 'card' | 'blik' | 'directDebit' | 'other';

/** Credit taken off or given back to the pots `prepaid` and `unapplied`. */
export type Pot = 'prepaid' | 'unapplied';
export interface PotAllocation extends StoredAllocation {
  readonly pot: Pot;
}

/**
 * Every money fact states all that it moved, so that folding needs no rule: what was put on which instalment, what was
 * taken off again, and what went to or came from the pots. `applied` is money freed by this fact and put elsewhere.
 */
export interface MoneyFacts {
  'invoice.issued': {
    readonly invoice: string;
    readonly number: string;
    readonly issuedOn: Day;
    readonly total: StoredMoney;
    readonly net: StoredMoney;
    readonly tax: StoredMoney;
    readonly instalments: readonly StoredInstalment[];
    /** Prepaid first, then unapplied, consumed in the same transaction (design, "Facts"). */
    readonly consumed: readonly PotAllocation[];
  };
  'invoice.credited': {
    readonly creditNote: string;
    readonly invoice: string;
    readonly amount: StoredMoney;
    readonly net: StoredMoney;
    readonly tax: StoredMoney;
    readonly kind: 'creditNote' | 'void' | 'dispute';
    /** What the credit took off the open part of each instalment. */
    readonly reductions: readonly StoredAllocation[];
    /** What had been paid on the invoice and is free again, because the credit is larger than what was open. */
    readonly released: readonly (StoredAllocation & { readonly source: string })[];
    /** Where the released money went at once; the rest is unapplied. */
    readonly applied: readonly StoredAllocation[];
    readonly unapplied: StoredMoney;
  };
  'invoice.writtenOff': {
    readonly invoice: string;
    readonly amount: StoredMoney;
    readonly reductions: readonly StoredAllocation[];
  };
  'payment.received': {
    readonly payment: string;
    readonly amount: StoredMoney;
    readonly method: PaymentMethod;
    /** Value date: the payment counts from this day. */
    readonly receivedOn: Day;
    readonly allocations: readonly StoredAllocation[];
    readonly unapplied: StoredMoney;
    /** The part that settles a prepayment. */
    readonly prepaid: StoredMoney;
    readonly prepayment: string | null;
  };
  'payment.reversed': {
    readonly payment: string;
    readonly kind: 'chargeback' | 'return' | 'correction';
    readonly amount: StoredMoney;
    /** Allocations taken off again: the payment's own first, then what its share of a pot had paid since, newest first. `source` is the payment or the pot. */
    readonly reopened: readonly (StoredAllocation & { readonly source: string })[];
    readonly fromUnapplied: StoredMoney;
    readonly fromPrepaid: StoredMoney;
    /** Unapplied money of other payments that now pays what was opened again. */
    readonly applied: readonly StoredAllocation[];
  };
  'prepayment.requested': {
    readonly prepayment: string;
    readonly amount: StoredMoney;
    readonly purpose: 'onboarding' | 'topUp';
  };
  /**
   * Money without an owner that may be this customer's: it holds back notices and suspension. `riskyInstrument`: it is his, and
   * was paid with something that must not count before a person has looked (practice 14).
   */
  'unmatched.suspected': {
    readonly payment: string;
    readonly amount: StoredMoney;
    readonly because: 'invoiceNumber' | 'externalId' | 'taxId' | 'equalsOpenInvoice' | 'riskyInstrument';
  };
  'unmatched.cleared': { readonly payment: string };
}
