import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays, type Day, daysBetween } from '../../../domain/calendar/day.ts';
import { daysLater, rungsOf, stepOffsets } from '../../../domain/dunning/offsets.ts';
import { STANDARD, step } from '../../support/policies.ts';

describe('m(i)', () => {
  it('is the days where `from` is `due`, and m(i−1) + days where it is `previous`', () => {
    expect(stepOffsets(STANDARD.steps)).toEqual([-3, 3, 10, 17, 24, 84]);
    expect(
      stepOffsets([step('a', 'notice', 5, 'due'), step('b', 'notice', 2, 'previous'), step('c', 'notice', 6, 'due')]),
    ).toEqual([5, 7, 6]);
  });

  it('of every rung goes with its place', () => {
    expect(
      rungsOf(STANDARD)
        .map(({ index, step: { key }, offset }) => `${index} ${key} ${offset}`)
        .slice(0, 3),
    ).toEqual(['0 courtesy -3', '1 reminder-1 3', '2 reminder-2 10']);
  });
});

describe('a clock that stands still during pauses', () => {
  const gaps = fc.array(fc.tuple(fc.integer({ min: 0, max: 12 }), fc.integer({ min: 1, max: 12 })), { maxLength: 4 });

  /** Pauses in order and never overlapping, from a row of distances and lengths. */
  function pausesFrom(start: Day, list: readonly (readonly [number, number])[]): { from: Day; until: Day }[] {
    let day = start;
    return list.map(([apart, length]) => {
      const from = addDays(day, apart);
      day = addDays(from, length);
      return { from, until: day };
    });
  }

  it('reaches the day on which so many days have passed that were no pause', () => {
    fc.assert(
      fc.property(gaps, fc.nat(30), fc.integer({ min: -15, max: 5 }), (list, days, lead) => {
        const from = '2026-03-10';
        const pauses = pausesFrom(addDays(from, lead), list);
        const isPaused = (day: Day) => pauses.some((pause) => pause.from <= day && day < pause.until);
        let expected = from;
        for (let left = days; left > 0; expected = addDays(expected, 1)) if (!isPaused(expected)) left -= 1;
        expect(daysLater(from, days, pauses)).toBe(expected);
      }),
      { numRuns: 500 },
    );
  });

  it('is the calendar when there was no pause', () => {
    fc.assert(
      fc.property(fc.nat(1000), (days) => {
        expect(daysBetween('2026-01-01', daysLater('2026-01-01', days, []))).toBe(days);
      }),
    );
  });
});
