import { describe, expect, it } from 'vitest';
import type { Account } from '../../../domain/account/account.ts';
import { foldFacts, withFacts } from '../../../domain/account/fold.ts';
import type { Fact, FactBodies, FactKind } from '../../../domain/facts/fact.ts';
import { journalsOf, Unbalanced } from '../../../domain/ledger/journal.ts';

const pln = (minor: number) => ({ minor: String(minor), currency: 'PLN' });

function fact<K extends FactKind>(version: number, kind: K, effectiveOn: string, body: FactBodies[K]): Fact {
  return { version, seq: 0, at: 0, recordedAt: 0, kind, effectiveOn, body } as Fact;
}

const registered = fact(1, 'customer.registered', '2026-01-01', {
  externalId: 'C',
  country: 'PL',
  timeZone: 'Europe/Warsaw',
  currency: 'PLN',
  locale: 'pl',
  legalStatus: null,
  terms: null,
  onboarding: 'existing',
  policy: 'standard',
  creditLimit: null,
  tenant: null,
  contactRevision: 0,
});

const issued = (version: number, invoice: string, issuedOn: string, net: number, tax: number, prepaid = 0) =>
  fact(version, 'invoice.issued', issuedOn, {
    invoice,
    number: invoice,
    issuedOn,
    total: pln(net + tax),
    net: pln(net),
    tax: pln(tax),
    instalments: [{ instalment: 1, dueOn: '2026-02-01', effectiveDueOn: '2026-02-02', amount: pln(net + tax) }],
    consumed: prepaid === 0 ? [] : [{ pot: 'prepaid', invoice, instalment: 1, amount: pln(prepaid) }],
  });

const received = (
  version: number,
  on: string,
  amount: number,
  on1: { invoice: string; amount: number } | null,
  prepaid = 0,
) =>
  fact(version, 'payment.received', on, {
    payment: `pay${version}`,
    amount: pln(amount),
    method: 'bankTransfer',
    receivedOn: on,
    allocations: on1 === null ? [] : [{ invoice: on1.invoice, instalment: 1, amount: pln(on1.amount) }],
    unapplied: pln(amount - prepaid - (on1?.amount ?? 0)),
    prepaid: pln(prepaid),
    prepayment: null,
  });

/** The journals of the last fact, each line as `account amount`. */
function entered(...facts: readonly Fact[]): readonly { readonly on: string; readonly lines: readonly string[] }[] {
  const account: Account = withFacts(foldFacts([registered]), facts);
  const last = facts.at(-1);
  if (last === undefined) throw new Error('no fact');
  return journalsOf(last, account).map((journal) => ({
    on: journal.effectiveOn,
    lines: journal.lines.map((line) => `${line.account} ${line.amount}`).toSorted(),
  }));
}

describe('the journals of a fact', () => {
  it('an invoice debits the receivable and credits revenue and tax', () => {
    expect(entered(issued(2, 'a', '2026-01-10', 1000, 230))).toEqual([
      { on: '2026-01-10', lines: ['receivable 1230', 'revenue -1000', 'tax -230'] },
    ]);
  });

  it('what is prepaid pays an invoice in the same journal', () => {
    expect(entered(received(2, '2026-01-05', 500, null, 500), issued(3, 'a', '2026-01-10', 1000, 230, 500))).toEqual([
      { on: '2026-01-10', lines: ['prepaid 500', 'receivable 730', 'revenue -1000', 'tax -230'] },
    ]);
  });

  it('what is prepaid pays an invoice of an earlier day only from the day it counts', () => {
    expect(entered(received(2, '2026-01-20', 500, null, 500), issued(3, 'a', '2026-01-10', 1000, 230, 500))).toEqual([
      { on: '2026-01-10', lines: ['receivable 1230', 'revenue -1000', 'tax -230'] },
      { on: '2026-01-20', lines: ['prepaid 500', 'receivable -500'] },
    ]);
  });

  it('a payment is unapplied until the invoice it pays is issued', () => {
    expect(
      entered(issued(2, 'a', '2026-01-10', 100, 0), received(3, '2026-01-07', 130, { invoice: 'a', amount: 100 })),
    ).toEqual([
      { on: '2026-01-07', lines: ['clearing 130', 'unapplied -130'] },
      { on: '2026-01-10', lines: ['receivable -100', 'unapplied 100'] },
    ]);
  });

  it('a payment of an issued invoice is one journal', () => {
    expect(
      entered(issued(2, 'a', '2026-01-10', 100, 0), received(3, '2026-01-12', 130, { invoice: 'a', amount: 100 })),
    ).toEqual([{ on: '2026-01-12', lines: ['clearing 130', 'receivable -100', 'unapplied -30'] }]);
  });

  it('a credit takes back revenue and tax, and what had been paid pays something else or is unapplied', () => {
    const credited = fact(5, 'invoice.credited', '2026-01-15', {
      creditNote: 'cn',
      invoice: 'a',
      amount: pln(1230),
      net: pln(1000),
      tax: pln(230),
      kind: 'void',
      reductions: [{ invoice: 'a', instalment: 1, amount: pln(230) }],
      released: [{ invoice: 'a', instalment: 1, amount: pln(1000), source: 'pay4' }],
      applied: [{ invoice: 'b', instalment: 1, amount: pln(600) }],
      unapplied: pln(400),
    });
    const before = [
      issued(2, 'a', '2026-01-10', 1000, 230),
      issued(3, 'b', '2026-01-10', 600, 0),
      received(4, '2026-01-12', 1000, { invoice: 'a', amount: 1000 }),
    ];
    expect(entered(...before, credited)).toEqual([
      { on: '2026-01-15', lines: ['receivable -230', 'receivable -600', 'revenue 1000', 'tax 230', 'unapplied -400'] },
    ]);
  });

  it('a write-off is an expense', () => {
    const writtenOff = fact(3, 'invoice.writtenOff', '2026-03-01', {
      invoice: 'a',
      amount: pln(100),
      reductions: [{ invoice: 'a', instalment: 1, amount: pln(100) }],
    });
    expect(entered(issued(2, 'a', '2026-01-10', 100, 0), writtenOff)).toEqual([
      { on: '2026-03-01', lines: ['receivable -100', 'writtenOff 100'] },
    ]);
  });

  it('a reversal opens the debt again and gives the money back', () => {
    const reversed = fact(4, 'payment.reversed', '2026-01-20', {
      payment: 'pay3',
      kind: 'chargeback',
      amount: pln(130),
      reopened: [{ invoice: 'a', instalment: 1, amount: pln(100), source: 'pay3' }],
      fromUnapplied: pln(30),
      fromPrepaid: pln(0),
      applied: [],
    });
    const before = [
      issued(2, 'a', '2026-01-10', 100, 0),
      received(3, '2026-01-12', 130, { invoice: 'a', amount: 100 }),
    ];
    expect(entered(...before, reversed)).toEqual([
      { on: '2026-01-20', lines: ['clearing -130', 'receivable 100', 'unapplied 30'] },
    ]);
  });

  it('a fact that states other sums than it moved is refused', () => {
    const lost = fact(3, 'payment.received', '2026-01-12', {
      payment: 'p',
      amount: pln(130),
      method: 'card',
      receivedOn: '2026-01-12',
      allocations: [],
      unapplied: pln(129),
      prepaid: pln(0),
      prepayment: null,
    });
    expect(() => entered(lost)).toThrow(Unbalanced);
  });

  it('there are none for facts that move no money', () => {
    expect(entered(fact(2, 'life.closed', '2026-01-01', {}))).toEqual([]);
  });
});
