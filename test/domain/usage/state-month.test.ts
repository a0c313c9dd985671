import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { minorOfText } from '../../../domain/usage/minor-of-text.ts';
import { type MonthFigure, stateMonth } from '../../../domain/usage/state-month.ts';
import type { UsageStatement } from '../../../domain/usage/usage-history.ts';

const figure = (service: string, total: bigint): MonthFigure => ({ service, kind: 'all', total });
const costsOf = (statements: readonly UsageStatement[]) =>
  statements.map(({ day, lines }) => `${day} ${lines.map(({ service, cost }) => `${service} ${cost}`).join(', ')}`);

/** What holds after each pull, one a day. */
function pulled(pulls: readonly (readonly MonthFigure[])[]): ReadonlyMap<string, UsageStatement> {
  const held = new Map<string, UsageStatement>();
  pulls.forEach((figures, index) => {
    const day = `2026-03-${String(index + 1).padStart(2, '0')}`;
    for (const statement of stateMonth([...held.values()], figures, day, index)) held.set(statement.day, statement);
  });
  return held;
}

describe('days out of the figures of a month', () => {
  it('give what is new to the newest day', () => {
    const held = pulled([[figure('vm', 100n)], [figure('vm', 250n), figure('sql', 30n)]]);
    expect(costsOf([...held.values()])).toEqual(['2026-03-01 vm 100', '2026-03-02 vm 150, sql 30']);
  });

  it('take what was stated too high off the latest days, and a part that is gone to nothing', () => {
    const held = pulled([[figure('vm', 100n)], [figure('vm', 250n), figure('sql', 30n)], [figure('vm', 80n)]]);
    expect(costsOf([...held.values()])).toEqual(['2026-03-01 vm 80', '2026-03-02 vm 0, sql 0']);
  });

  it('change nothing when nothing has changed', () => {
    const [known] = pulled([[figure('vm', 100n)]]).values();
    expect(known && stateMonth([known], [figure('vm', 100n)], '2026-03-02', 1)).toEqual([]);
  });

  it('always add up to the figures, and no day costs less than nothing', () => {
    const total = fc.bigInt({ min: 0n, max: 10_000n });
    const figures = fc.record({ vm: total, sql: total }).map(({ vm, sql }) => [figure('vm', vm), figure('sql', sql)]);
    fc.assert(
      fc.property(fc.array(figures, { minLength: 1, maxLength: 20 }), (pulls) => {
        const lines = [...pulled(pulls).values()].flatMap((statement) => statement.lines);
        for (const { service, total: wanted } of pulls.at(-1) ?? []) {
          const sum = lines.reduce((so, line) => (line.service === service ? so + line.cost : so), 0n);
          expect(sum).toBe(wanted);
        }
        expect(lines.every(({ cost }) => cost >= 0n)).toBe(true);
      }),
    );
  });
});

describe('a decimal text of Microsoft’s', () => {
  it('is rounded to minor units, half away from zero, whatever the number of its digits', () => {
    expect(minorOfText('120.5682999999995904716', 'PLN')).toBe(12_057n);
    expect(minorOfText('0.005', 'PLN')).toBe(1n);
    expect(minorOfText('-0.005', 'PLN')).toBe(-1n);
    expect(minorOfText('7', 'JPY')).toBe(7n);
    expect(() => minorOfText('1e3', 'PLN')).toThrow('not a plain decimal');
    expect(() => minorOfText('1', 'XXX')).toThrow('unknown currency');
  });
});
