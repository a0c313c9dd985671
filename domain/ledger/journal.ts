import type { Account } from '../account/account.ts';
import { minor } from '../account/mutable-account.ts';
import type { Day } from '../calendar/day.ts';
import type { Fact, FactBodies } from '../facts/fact.ts';
import type { StoredAllocation } from '../facts/money-facts.ts';

/**
 * Accounts of the double entry (design, "Facts"). Per customer: receivable, prepaid, unapplied, revenue, tax, writtenOff;
 * per seller: clearing (the bank) and unmatched (money without an owner).
 */
export type LedgerAccount =
  | 'receivable'
  | 'prepaid'
  | 'unapplied'
  | 'revenue'
  | 'tax'
  | 'writtenOff'
  | 'clearing'
  | 'unmatched';

/** One line, in minor units: a debit is positive, a credit negative. Receivable lines name the instalment they move. */
export interface JournalLine {
  readonly account: LedgerAccount;
  readonly amount: bigint;
  readonly invoice: string | null;
  readonly instalment: number | null;
}

/** Lines of one effective day that add up to zero. `part` tells apart the journals of one fact. */
export interface Journal {
  readonly part: number;
  readonly effectiveOn: Day;
  readonly currency: string;
  readonly lines: readonly JournalLine[];
}

/** A fact whose stated movements do not add up: a builder's mistake, found before it is written. */
export class Unbalanced extends Error {
  override readonly name = 'Unbalanced';
}

/**
 * The journals of a money fact; none for other facts. `account` is as of the fact's version, all facts of that version
 * included.
 *
 * Money counts from its value day, but lies on an invoice only once that is issued: until then it is unapplied. And a pot
 * pays an invoice only once the money in it counts. So one fact may have journals on two or more days.
 * @throws Unbalanced
 */
export function journalsOf(fact: Fact, account: Account): readonly Journal[] {
  const book = new Book();
  enter(book, fact, account);
  return book.journals(account.traits.currency, `${fact.kind} ${fact.version}.${fact.seq}`);
}

function enter(book: Book, fact: Fact, account: Account): void {
  const on = fact.effectiveOn;
  switch (fact.kind) {
    case 'invoice.issued':
      for (const part of fact.body.instalments) book.receivable(on, { ...part, invoice: fact.body.invoice }, 1n);
      book.add(on, 'revenue', -minor(fact.body.net));
      book.add(on, 'tax', -minor(fact.body.tax));
      for (const part of fact.body.consumed) {
        const from = later(on, account.potsFrom);
        book.receivable(from, part, -1n);
        book.add(from, part.pot, minor(part.amount));
      }
      break;
    case 'invoice.credited':
      enterCredit(book, on, fact.body);
      break;
    case 'invoice.writtenOff':
      book.add(on, 'writtenOff', minor(fact.body.amount));
      for (const part of fact.body.reductions) book.receivable(on, part, -1n);
      break;
    case 'payment.received':
      book.add(on, 'clearing', minor(fact.body.amount));
      book.add(on, 'prepaid', -minor(fact.body.prepaid));
      book.add(on, 'unapplied', -minor(fact.body.unapplied));
      for (const part of fact.body.allocations) {
        const from = later(on, account.invoices.get(part.invoice)?.issuedOn ?? on);
        book.add(on, 'unapplied', -minor(part.amount));
        book.add(from, 'unapplied', minor(part.amount));
        book.receivable(from, part, -1n);
      }
      break;
    case 'payment.reversed':
      book.add(on, 'clearing', -minor(fact.body.amount));
      book.add(on, 'prepaid', minor(fact.body.fromPrepaid));
      book.add(on, 'unapplied', minor(fact.body.fromUnapplied));
      for (const part of fact.body.reopened) book.receivable(on, part, 1n);
      for (const part of fact.body.applied) {
        book.add(on, 'unapplied', minor(part.amount));
        book.receivable(on, part, -1n);
      }
      break;
    default:
  }
}

/** Credit takes back revenue and tax; what had been paid is free again and lies on other invoices or in `unapplied`. */
function enterCredit(book: Book, on: Day, body: FactBodies['invoice.credited']): void {
  book.add(on, 'revenue', minor(body.net));
  book.add(on, 'tax', minor(body.tax));
  for (const part of body.reductions) book.receivable(on, part, -1n);
  for (const part of body.applied) book.receivable(on, part, -1n);
  book.add(on, 'unapplied', -minor(body.unapplied));
}

/** Collects lines by day; lines of one account and instalment become one, and what comes to nothing is left out. */
class Book {
  readonly #days = new Map<Day, Map<string, JournalLine>>();

  add(
    on: Day,
    account: LedgerAccount,
    amount: bigint,
    invoice: string | null = null,
    instalment: number | null = null,
  ): void {
    let lines = this.#days.get(on);
    if (lines === undefined) this.#days.set(on, (lines = new Map()));
    const key = `${account} ${invoice} ${instalment}`;
    lines.set(key, { account, amount: (lines.get(key)?.amount ?? 0n) + amount, invoice, instalment });
  }

  receivable(on: Day, part: StoredAllocation, sign: bigint): void {
    this.add(on, 'receivable', sign * minor(part.amount), part.invoice, part.instalment);
  }

  journals(currency: string, what: string): readonly Journal[] {
    const journals: Journal[] = [];
    for (const effectiveOn of [...this.#days.keys()].toSorted()) {
      const lines = [...(this.#days.get(effectiveOn)?.values() ?? [])].filter((line) => line.amount !== 0n);
      const sum = lines.reduce((total, line) => total + line.amount, 0n);
      if (sum !== 0n) throw new Unbalanced(`${what} is off by ${sum} on ${effectiveOn}`);
      if (lines.length > 0) journals.push({ part: journals.length, effectiveOn, currency, lines });
    }
    return journals;
  }
}

function later(left: Day, right: Day): Day {
  return left > right ? left : right;
}
