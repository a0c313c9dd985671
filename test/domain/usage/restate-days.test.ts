import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { periodsToExport, unratedDay } from '../../../domain/usage/export-periods.ts';
import { type RatedPart, restateDays } from '../../../domain/usage/restate-days.ts';
import { stateMonth } from '../../../domain/usage/state-month.ts';
import { changedDetail, sumBy, type DetailLine } from '../../../domain/usage/usage-detail.ts';
import type { UsageStatement } from '../../../domain/usage/usage-history.ts';

const rated = (day: string, region: string, cost: bigint, kind = 'vm'): RatedPart => ({
  day,
  region,
  service: 'compute',
  kind,
  cost,
});
const shown = (statements: readonly UsageStatement[]) =>
  statements.map(
    ({ day, lines }) => `${day} ${lines.map(({ region, kind, cost }) => `${region} ${kind} ${cost}`).join(', ')}`,
  );
const held = (...groups: readonly (readonly UsageStatement[])[]): readonly UsageStatement[] => [
  ...new Map(groups.flat().map((one) => [one.day, one])).values(),
];
const total = (statements: readonly UsageStatement[]) =>
  statements.flatMap(({ lines }) => lines).reduce((sum, { cost }) => sum + cost, 0n);

describe('days out of rated usage', () => {
  const guessed = stateMonth([], [{ service: 'compute', kind: 'vm', total: 150n }], '2026-03-02', 1);

  it('replace what was guessed; what is not rated yet stays, its region unknown', () => {
    const restated = restateDays(guessed, [rated('2026-03-01', 'polandcentral', 100n)], '2026-03-02', 2);
    expect(shown(restated)).toEqual(['2026-03-01 polandcentral vm 100', '2026-03-02 unknown vm 50']);
    expect(restateDays(held(guessed, restated), [rated('2026-03-01', 'polandcentral', 100n)], '2026-03-02', 3)).toEqual(
      [],
    );
  });

  it('then take the next figures of the month as before, and lose what Microsoft takes back', () => {
    const first = held(guessed, restateDays(guessed, [rated('2026-03-01', 'x', 100n)], '2026-03-02', 2));
    const more = stateMonth(first, [{ service: 'compute', kind: 'vm', total: 170n }], '2026-03-03', 3);
    expect(shown(more)).toEqual(['2026-03-03 unknown vm 20']);
    const less = stateMonth(held(first, more), [{ service: 'compute', kind: 'vm', total: 90n }], '2026-03-03', 4);
    expect(total(held(first, more, less))).toBe(90n);
    expect(shown(restateDays(first, [rated('2026-03-01', 'x', 40n)], null, 5))).toEqual([
      '2026-03-01 x vm 40',
      '2026-03-02 ',
    ]);
  });

  it('never make the month cheaper than what was told of it, nor than what is rated', () => {
    const cost = fc.bigInt({ min: 0n, max: 1_000n });
    const day = fc.integer({ min: 1, max: 9 }).map((number) => `2026-03-0${number}`);
    const part = fc
      .record({ day, region: fc.constantFrom('a', 'b'), cost })
      .map((one) => rated(one.day, one.region, one.cost));
    fc.assert(
      fc.property(cost, fc.array(part, { maxLength: 12 }), (told, parts) => {
        const known = stateMonth([], [{ service: 'compute', kind: 'vm', total: told }], '2026-03-09', 1);
        const sum = parts.reduce((all, one) => all + one.cost, 0n);
        expect(total(held(known, restateDays(known, parts, '2026-03-09', 2)))).toBe(told > sum ? told : sum);
      }),
    );
  });
});

it('the month before is exported while it settles, or when nothing was ever exported', () => {
  expect(periodsToExport(Date.UTC(2026, 2, 7), true)).toEqual(['last', 'current']);
  expect(periodsToExport(Date.UTC(2026, 2, 8), true)).toEqual(['current']);
  expect(periodsToExport(Date.UTC(2026, 2, 20), false)).toEqual(['last', 'current']);
  expect(unratedDay('current', '2026-03-20', ['2026-03-19', '2026-03-18'])).toBe('2026-03-19');
  expect(unratedDay('last', '2026-03-02', ['2026-02-28'])).toBe('2026-02-28');
  expect(unratedDay('last', '2026-03-04', ['2026-02-28'])).toBeNull();
});

describe('the detail of usage', () => {
  const line = (part: Partial<DetailLine>): DetailLine => ({
    region: 'polandcentral',
    service: 'compute',
    kind: 'vm',
    meter: 'm1',
    meterName: 'D4s',
    resource: '/subscriptions/s/vm1',
    quantity: '1',
    unit: '1 Hour',
    cost: 5n,
    ...part,
  });

  it('is summed by meter, resource, service or region, the dearest first', () => {
    const lines = [line({}), line({ meter: 'm2', meterName: 'E8', cost: 7n }), line({ cost: 4n })];
    expect(sumBy('meter', lines)).toEqual([
      { part: 'm1', name: 'D4s', cost: 9n },
      { part: 'm2', name: 'E8', cost: 7n },
    ]);
    expect(sumBy('resource', [...lines, line({ resource: null })]).map(({ part, name }) => [part, name])).toEqual([
      ['/subscriptions/s/vm1', 'vm1'],
      ['unknown', null],
    ]);
  });

  it('is stated anew only where it has changed', () => {
    const known = [
      { day: '2026-03-01', lines: [line({}), line({ meter: 'm2' })] },
      { day: '2026-03-02', lines: [line({})] },
    ];
    const stated = new Map([['2026-03-01', [line({ meter: 'm2' }), line({})]]]);
    expect(changedDetail(known, stated)).toEqual([{ day: '2026-03-02', lines: [] }]);
  });
});
