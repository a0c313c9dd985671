import type { Day } from '../../../domain/calendar/day.ts';
import type { PaymentMethod } from '../../../domain/facts/money-facts.ts';

/** Money that is meant for one invoice; `amount` in minor units of the book's currency. */
export interface Put {
  readonly invoice: string;
  readonly amount: bigint;
}

interface OnDay {
  /** Business day on which it becomes known, at 07:00 in the customer's time zone. */
  readonly day: Day;
  /** The customer's name in the book. */
  readonly customer: string;
}

export interface InvoiceFact extends OnDay {
  readonly kind: 'invoice';
  /** Its number, as in the book. */
  readonly invoice: string;
  readonly dueOn: Day;
  readonly amount: bigint;
}

export interface DisputeFact extends OnDay {
  readonly kind: 'dispute';
  readonly invoice: string;
  readonly amount: bigint;
}

export interface ResolutionFact extends OnDay {
  readonly kind: 'resolution';
  readonly invoice: string;
}

export interface PaymentFact extends OnDay {
  readonly kind: 'payment';
  /** Unique in the book; becomes the payment's external id. */
  readonly payment: string;
  readonly method: PaymentMethod;
  readonly reference: string;
  readonly puts: readonly Put[];
}

/** A transfer that names no customer: it goes to the queue of unmatched payments. */
export interface StrayFact extends OnDay {
  readonly kind: 'stray';
  readonly payment: string;
  readonly reference: string;
  readonly amount: bigint;
  /** Whose dunning it holds back: its owner, whose open invoice it equals, and whoever its reference names. */
  readonly suspects: readonly string[];
}

/** A person has found out whose money a stray transfer is. */
export interface MatchFact extends OnDay {
  readonly kind: 'match';
  readonly payment: string;
  readonly amount: bigint;
  readonly receivedOn: Day;
  readonly suspects: readonly string[];
  readonly puts: readonly Put[];
}

export interface ReversalFact extends OnDay {
  readonly kind: 'reversal';
  readonly payment: string;
}

/** One thing of the book that is posted on one day. */
export type ScriptFact =
  | InvoiceFact
  | DisputeFact
  | ResolutionFact
  | PaymentFact
  | StrayFact
  | MatchFact
  | ReversalFact;

/** The order within a day: an invoice can be disputed and paid on the day it is issued, never the other way round. */
const ORDER: readonly ScriptFact['kind'][] = [
  'invoice',
  'dispute',
  'resolution',
  'payment',
  'stray',
  'match',
  'reversal',
];

/** Compares by day, then by what must come first on a day, then by what it is about, so that the order is total. */
export function byDayAndKind(left: ScriptFact, right: ScriptFact): number {
  return (
    compare(left.day, right.day) ||
    ORDER.indexOf(left.kind) - ORDER.indexOf(right.kind) ||
    compare(left.customer, right.customer) ||
    compare(factName(left), factName(right))
  );
}

/** Names a fact once in its book: idempotency keys and the record of an interrupted run are made of it. */
export function factName(fact: ScriptFact): string {
  return `${fact.kind}/${'payment' in fact ? fact.payment : fact.invoice}`;
}

/** The customers whose lives must stand at the fact's day when it is posted. */
export function concerns(fact: ScriptFact): readonly string[] {
  return 'suspects' in fact ? [...new Set([fact.customer, ...fact.suspects])] : [fact.customer];
}

function compare(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}
