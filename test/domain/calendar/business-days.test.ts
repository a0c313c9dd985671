import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type ActionCalendar, isActionDay, nextAllowedInstant } from '../../../domain/calendar/business-days.ts';
import { dayAt, type Instant, instantAt } from '../../../domain/calendar/day.ts';
import { expectCaught } from '../../support/planted-bug.ts';

const WORKDAYS = [1, 2, 3, 4, 5];
const STANDARD: ActionCalendar = {
  window: { from: '08:00', to: '18:00', weekdays: WORKDAYS },
  holidays: 'PL',
  timeZone: 'Europe/Warsaw',
};

const clocks = new Map(
  ['Europe/Warsaw', 'America/New_York', 'Asia/Kolkata'].map((timeZone) => [
    timeZone,
    new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }),
  ]),
);

const hour = fc.integer({ min: 0, max: 23 }).map((value) => `${String(value).padStart(2, '0')}:00`);
const calendar: fc.Arbitrary<ActionCalendar> = fc.record({
  window: fc
    .record({
      from: hour,
      to: fc.oneof(hour, fc.constant('24:00')),
      weekdays: fc.subarray([1, 2, 3, 4, 5, 6, 7], { minLength: 1 }),
    })
    .filter(({ from, to }) => from < to),
  holidays: fc.constantFrom('PL', 'DE', 'none'),
  timeZone: fc.constantFrom(...clocks.keys()),
});
const instant = fc.integer({ min: Date.UTC(2024, 0, 1), max: Date.UTC(2027, 0, 1) });

/** By the wall clock: what the person who gets the notice sees. Independent of how the next instant is found. */
function isInside(at: Instant, { window, holidays, timeZone }: ActionCalendar): boolean {
  const time = clocks.get(timeZone)?.format(at) ?? '';
  const allowed = isActionDay(dayAt(at, timeZone), { weekdays: window.weekdays, holidays });
  return allowed && time >= window.from && time < window.to;
}

const EACH_QUARTER = 15 * 60_000;

function findsTheFirst(next: typeof nextAllowedInstant) {
  return fc.property(instant, calendar, (from, rules) => {
    const found = next(from, rules);
    expect(found).toBeGreaterThanOrEqual(from);
    expect(isInside(found, rules)).toBe(true);
    expect(next(found, rules)).toBe(found);
    if (isInside(from, rules)) expect(found).toBe(from);
    else expect(isInside(found - 1, rules)).toBe(false);
    const looked = Math.min(found, from + 4 * 86_400_000);
    for (let at = from; at < looked; at += EACH_QUARTER) expect(isInside(at, rules)).toBe(false);
  });
}

const never = (window: ActionCalendar['window']) => () => nextAllowedInstant(0, { ...STANDARD, window });

describe('the next allowed instant', () => {
  test('is the first one inside the window, or now', () => {
    fc.assert(findsTheFirst(nextAllowedInstant));
  });

  test('control: forgetting holidays, taking the end as inside, and opening by UTC are caught', () => {
    expectCaught(findsTheFirst((from, rules) => nextAllowedInstant(from, { ...rules, holidays: 'none' })));
    expectCaught(findsTheFirst((from, rules) => nextAllowedInstant(from - 1, rules) + 1));
    expectCaught(findsTheFirst((from, rules) => nextAllowedInstant(from, { ...rules, timeZone: 'UTC' })));
  });

  test.each([
    ['during the day, at once', '2026-11-23T09:30', '2026-11-23T09:30'],
    ['before it opens, when it opens', '2026-11-23T07:59', '2026-11-23T08:00'],
    ['at the closing hour, the next morning', '2026-11-23T18:00', '2026-11-24T08:00'],
    ['on Friday evening, on Monday', '2026-11-20T18:01', '2026-11-23T08:00'],
    ['on Christmas Eve 2024, at once', '2024-12-24T12:00', '2024-12-24T12:00'],
    ['on Christmas Eve 2025, after the weekend that follows', '2025-12-24T12:00', '2025-12-29T08:00'],
    [
      'on the Sunday on which the clocks change, on Monday at eight summer time',
      '2026-03-29T12:00',
      '2026-03-30T08:00',
    ],
  ])('%s', (_when, from, to) => {
    const at = (local: string) => instantAt(local.slice(0, 10), local.slice(11), STANDARD.timeZone);
    expect(nextAllowedInstant(at(from), STANDARD)).toBe(at(to));
  });

  test('a window inside the hour that daylight saving skips does not open that day', () => {
    const rules = { ...STANDARD, window: { from: '02:15', to: '02:45', weekdays: [7] } };
    const before = instantAt('2026-03-29', '00:30', 'Europe/Warsaw');
    expect(nextAllowedInstant(before, rules)).toBe(instantAt('2026-04-12', '02:15', 'Europe/Warsaw'));
  });

  test('a window that never opens is refused', () => {
    expect(never({ from: '08:00', to: '18:00', weekdays: [] })).toThrow(RangeError);
    expect(never({ from: '18:00', to: '08:00', weekdays: WORKDAYS })).toThrow(RangeError);
    expect(never({ from: '08:00', to: '08:00', weekdays: WORKDAYS })).toThrow(RangeError);
  });
});

describe('a day of action', () => {
  test.each([
    ['2026-11-23', 'PL', true],
    ['2026-11-22', 'PL', false],
    ['2026-11-11', 'PL', false],
    ['2026-11-11', 'none', true],
    ['2026-11-11', 'DE', true],
  ])('%s with the holidays of %s: %s', (day, holidays, expected) => {
    expect(isActionDay(day, { weekdays: WORKDAYS, holidays })).toBe(expected);
  });
});
