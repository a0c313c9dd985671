import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { generateBook } from '../../../cli/book/generate-book.ts';
import { scriptOf } from '../../../cli/replay/script/book-script.ts';
import { distortion } from '../../../cli/replay/script/distort.ts';
import { type ScriptFact, concerns, factName } from '../../../cli/replay/script/script-fact.ts';
import { unitsOf } from '../../../cli/replay/script/units.ts';
import type { BookRow } from '../../../domain/book/read-row.ts';
import { generatedRows } from './generated-rows.ts';

const SPAN = { from: '2012-01-01', to: '9999-12-31' };
const ROWS = generatedRows(generateBook({ customers: 40, from: '2012-01-03', to: '2013-12-31', seed: 'distort' }));
const distorted = (seed: string, rows: readonly BookRow[] = ROWS) => scriptOf(rows, distortion(rows, seed), SPAN);

/** What is left of every invoice when all facts have been posted; fails where more is paid than is open. */
function remains(facts: readonly ScriptFact[]): ReadonlyMap<string, bigint> {
  const open = new Map<string, bigint>();
  const lies = new Map<string, ReadonlyMap<string, bigint>>();
  const move = (invoice: string, by: bigint) => {
    const left = (open.get(invoice) ?? 0n) + by;
    expect(left >= 0n, `${invoice} is paid beyond what is open`).toBe(true);
    open.set(invoice, left);
  };
  for (const fact of facts) {
    if (fact.kind === 'invoice') open.set(fact.invoice, fact.amount);
    if ('puts' in fact) {
      for (const put of fact.puts) move(put.invoice, -put.amount);
      lies.set(fact.payment, new Map(fact.puts.map((put) => [put.invoice, put.amount])));
    }
    if (fact.kind === 'reversal') for (const [invoice, amount] of lies.get(fact.payment) ?? []) move(invoice, amount);
  }
  return open;
}

describe('a distorted book', () => {
  it('is the same for the same seed, and another for another', () => {
    expect(distorted('1')).toEqual(distorted('1'));
    expect(distorted('1')).not.toEqual(distorted('2'));
  });

  it('has what real books have: parts, joined transfers, strays, chargebacks, and debtors who never pay', () => {
    const facts = distorted('1');
    const payments = facts.filter((fact) => fact.kind === 'payment');
    expect(payments.some((fact) => fact.payment.endsWith('-1'))).toBe(true);
    expect(payments.some((fact) => fact.puts.length > 1)).toBe(true);
    expect(facts.some((fact) => fact.kind === 'reversal')).toBe(true);
    expect(facts.some((fact) => fact.kind === 'stray' && fact.reference === 'transfer')).toBe(true);
    expect(facts.some((fact) => fact.kind === 'stray' && concerns(fact).length === 2)).toBe(true);
    const owed = [...remains(facts)].filter(([, open]) => open > 0n).map(([invoice]) => invoice);
    expect(owed.length).toBeGreaterThan(5);
    expect(owed.length).toBeLessThan(ROWS.length / 5);
  });

  it('never pays more than is open, names every fact once, and finds an owner for every stray transfer', () => {
    fc.assert(
      fc.property(fc.string(), (seed) => {
        const facts = distorted(seed);
        remains(facts);
        expect(new Set(facts.map(factName)).size).toBe(facts.length);
        const strays = facts.filter((fact) => fact.kind === 'stray').map((fact) => fact.payment);
        const matches = facts.filter((fact) => fact.kind === 'match').map((fact) => fact.payment);
        expect(matches.toSorted()).toEqual(strays.toSorted());
      }),
      { numRuns: 20 },
    );
  });

  it('lets a stray transfer equal only its owner’s invoice, so that it is nobody else’s by mistake', () => {
    const facts = distorted('3');
    const amounts = Map.groupBy(ROWS, (row) => row.amount.minor);
    for (const fact of facts) if (fact.kind === 'stray') expect(amounts.get(fact.amount)).toHaveLength(1);
  });

  it('ties at most two lives together', () => {
    const names = [...new Set(ROWS.map((row) => row.customer))].toSorted();
    const units = unitsOf(names, distorted('1'));
    expect(units.flatMap((unit) => unit.customers).toSorted()).toEqual(names);
    expect(units.map((unit) => unit.customers.length)).toContain(2);
    expect(Math.max(...units.map((unit) => unit.customers.length))).toBe(2);
    for (const unit of units)
      for (const fact of unit.facts) expect(unit.customers).toEqual(expect.arrayContaining([...concerns(fact)]));
  });
});
