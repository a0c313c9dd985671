import { createRequire } from 'node:module';
import { describe, expect, test } from 'vitest';
import { addDays } from '../../../domain/calendar/day.ts';
import { CALENDAR_VERSION, holidaysOf, isHoliday } from '../../../domain/calendar/holidays.ts';

/** Easter Sunday by the anonymous Gregorian algorithm, as in Meeus, "Astronomical Algorithms", chapter 8. */
function easter(year: number): string {
  const a = year % 19;
  const [b, c] = [Math.floor(year / 100), year % 100];
  const h = (19 * a + b - Math.floor(b / 4) - Math.floor((b - Math.floor((b + 8) / 25) + 1) / 3) + 15) % 30;
  const l = (32 + 2 * (b % 4) + 2 * Math.floor(c / 4) - h - (c % 4)) % 7;
  const m = Math.floor((a + 11 * h + 22 * l) / 451);
  return addDays(`${year}-03-22`, h + l - 7 * m);
}

/** Poland by the Act of 18 January 1951 on days off work, written out from the statute. */
function polishHolidays(year: number): readonly string[] {
  const fixed = ['01-01', '05-01', '05-03', '08-15', '11-01', '11-11', '12-25', '12-26'];
  if (year >= 2011) fixed.push('01-06');
  if (year >= 2025) fixed.push('12-24');
  if (year === 2018) fixed.push('11-12');
  const moving = [0, 1, 49, 60].map((days) => addDays(easter(year), days));
  return [...fixed.map((day) => `${year}-${day}`), ...moving].toSorted();
}

describe('Poland', () => {
  test('24 December is a working day in 2024 and a holiday from 2025', () => {
    expect(isHoliday('PL', '2023-12-24')).toBe(false);
    expect(isHoliday('PL', '2024-12-24')).toBe(false);
    expect(isHoliday('PL', '2025-12-24')).toBe(true);
    expect(isHoliday('PL', '2030-12-24')).toBe(true);
  });

  test('every year from 1992 to 2050 has the days of the statute, no more and no fewer', () => {
    for (let year = 1992; year <= 2050; year += 1) {
      expect([...holidaysOf('PL', year)].toSorted(), `year ${year}`).toEqual([...new Set(polishHolidays(year))]);
    }
  });

  test('12 November 2018 was a day off, once', () => {
    expect(isHoliday('PL', '2018-11-12')).toBe(true);
    expect(isHoliday('PL', '2019-11-12')).toBe(false);
  });
});

describe('other countries', () => {
  test.each([
    ['DE', '2026-10-03', true],
    ['DE', '2017-10-31', true],
    ['DE', '2018-10-31', false],
    ['DE', '2026-12-24', false],
    ['AT', '2026-10-26', true],
    ['US', '2022-06-20', true],
    ['US', '2020-06-19', false],
    ['GB', '2022-09-19', true],
    ['SK', '2025-11-17', false],
    ['DK', '2023-05-05', true],
    ['DK', '2024-04-26', false],
    ['TR', '2018-06-17', true],
    ['TR', '2018-06-18', false],
  ])('%s %s: %s', (country, day, expected) => {
    expect(isHoliday(country, day)).toBe(expected);
  });

  test('a holiday of several days is a holiday on each, also over New Year', () => {
    expect(isHoliday('SZ', '2022-12-31')).toBe(true);
    expect(isHoliday('SZ', '2023-01-02')).toBe(true);
  });

  test('a holiday on the night on which the clocks change is one whole day', () => {
    expect(isHoliday('PL', '2024-03-31')).toBe(true);
    expect(isHoliday('CZ', '2018-10-28')).toBe(true);
    expect(isHoliday('CZ', '2018-10-29')).toBe(false);
  });

  test('half a day off is a working day', () => {
    expect(isHoliday('IS', '2026-12-24')).toBe(false);
  });

  test('a country without data has no holidays', () => {
    expect(isHoliday('XX', '2026-01-01')).toBe(false);
  });
});

test('the version names the library that is installed', () => {
  const library: unknown = createRequire(import.meta.url)('date-holidays/package.json');
  expect(library).toMatchObject({ version: CALENDAR_VERSION.slice('date-holidays@'.length).split('+')[0] });
});
