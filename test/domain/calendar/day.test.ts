import * as fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, test } from 'vitest';
import {
  addDays,
  compareDays,
  type Day,
  dayAt,
  daysBetween,
  type Instant,
  instantAt,
  isDay,
  isTimeZone,
  minutesOf,
  startOfDay,
  weekdayOf,
} from '../../../domain/calendar/day.ts';
import { expectCaught } from '../../support/planted-bug.ts';

const ZONES = [
  'Europe/Warsaw',
  'America/New_York',
  'Europe/London',
  'Asia/Kolkata',
  'Australia/Lord_Howe',
  'Pacific/Apia',
  'Africa/Cairo',
  'America/Havana',
  'America/Sao_Paulo',
  'Africa/Casablanca',
  'UTC',
];
const timeZone = fc.constantFrom(...ZONES);
const instant = fc.integer({ min: Date.UTC(1971, 0, 2), max: Date.UTC(2045, 0, 1) });
/** Half of them close to the nights on which Warsaw and New York change their clocks. */
const nearTransition = fc.oneof(
  instant,
  fc
    .tuple(
      fc.constantFrom('2026-03-29', '2026-10-25', '2026-03-08', '2026-11-01', '2011-12-30', '2018-11-04'),
      fc.integer({ min: -129_600_000, max: 129_600_000 }),
    )
    .map(([day, offset]) => Date.parse(`${day}T00:00:00Z`) + offset),
);
const day = fc.integer({ min: 0, max: 40_000 }).map((offset) => addDays('1950-01-01', offset));
const time = fc
  .integer({ min: 0, max: 1439 })
  .map((minutes) => `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`);

function temporalDayAt(at: Instant, zone: string): Day {
  return Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone).toPlainDate().toString();
}

function agreesWithTemporal(dayOf: (at: Instant, zone: string) => Day) {
  return fc.property(nearTransition, timeZone, (at, zone) => {
    expect(dayOf(at, zone)).toBe(temporalDayAt(at, zone));
  });
}

const winter = (at: Instant, zone: string) => {
  const january = Temporal.Instant.from('2026-01-15T00:00:00Z').toZonedDateTimeISO(zone).offsetNanoseconds / 1e6;
  return new Date(at + january).toISOString().slice(0, 10);
};

describe('the day at an instant', () => {
  test('is the one that Temporal says, in zones with every kind of transition', () => {
    fc.assert(agreesWithTemporal(dayAt), { numRuns: 3000 });
  });

  test('control: a fixed winter offset, and a day counted in UTC, are caught', () => {
    expectCaught(agreesWithTemporal(winter));
    expectCaught(agreesWithTemporal((at) => new Date(at).toISOString().slice(0, 10)));
  });

  test.each(['Europe/Warsaw', 'America/New_York'])('never goes back in %s', (zone) => {
    fc.assert(
      fc.property(nearTransition, fc.nat(200_000_000), (at, later) => {
        expect(compareDays(dayAt(at, zone), dayAt(at + later, zone))).toBeLessThanOrEqual(0);
      }),
    );
  });

  test('changes at the second of a transition, not around it', () => {
    const forward = Date.UTC(2026, 2, 29, 1);
    expect(dayAt(forward - 1, 'Europe/Warsaw')).toBe('2026-03-29');
    // Cairo jumps from midnight to one o'clock: Thursday's last second is followed by Friday, 01:00.
    const cairo = startOfDay('2026-04-24', 'Africa/Cairo');
    expect(dayAt(cairo - 1, 'Africa/Cairo')).toBe('2026-04-23');
    expect(dayAt(cairo, 'Africa/Cairo')).toBe('2026-04-24');
  });

  test('forgetting what it remembers changes nothing', () => {
    const before = dayAt(Date.UTC(2026, 5, 1, 22, 30), 'Europe/Warsaw');
    for (let year = 1900; year < 2100; year += 1) {
      for (let month = 0; month < 12; month += 1) {
        for (let date = 1; date <= 28; date += 1) dayAt(Date.UTC(year, month, date, 12), 'UTC');
      }
    }
    expect(dayAt(Date.UTC(2026, 5, 1, 22, 30), 'Europe/Warsaw')).toBe(before);
    expect(dayAt(Date.UTC(1900, 0, 1, 12), 'UTC')).toBe('1900-01-01');
  });
});

function agreesOnInstants(instantOf: typeof instantAt) {
  const days = fc.oneof(
    day,
    fc.constantFrom('2026-03-29', '2026-10-25', '2026-03-08', '2026-11-01', '2026-04-24', '2018-11-04'),
  );
  return fc.property(days, time, fc.constantFrom(...ZONES), (on, at, zone) => {
    const local = Temporal.PlainDateTime.from(`${on}T${at}`);
    const early = local.toZonedDateTime(zone, { disambiguation: 'earlier' });
    const skipped = !early.toPlainDateTime().equals(local);
    // Temporal has no "first instant after the gap"; it is where the zone's transition is.
    const expected = skipped ? early.getTimeZoneTransition('next')?.epochMilliseconds : early.epochMilliseconds;
    expect(instantOf(on, at, zone)).toBe(expected);
  });
}

const secondOfTwo = (on: Day, at: string, zone: string) =>
  Temporal.PlainDateTime.from(`${on}T${at}`).toZonedDateTime(zone, { disambiguation: 'later' }).epochMilliseconds;

const shiftedByTheGap = (on: Day, at: string, zone: string) =>
  Temporal.PlainDateTime.from(`${on}T${at}`).toZonedDateTime(zone).epochMilliseconds;

describe('the instant of a wall time', () => {
  test('agrees with Temporal; a skipped time is the end of the gap, a double one its first occurrence', () => {
    fc.assert(agreesOnInstants(instantAt), { numRuns: 3000 });
  });

  test('control: shifting a skipped time by the length of the gap, and taking the second of two, are caught', () => {
    expectCaught(agreesOnInstants(secondOfTwo));
    expectCaught(agreesOnInstants(shiftedByTheGap));
  });

  test.each([
    ['2026-03-29', '01:59', 'Europe/Warsaw', '2026-03-29T00:59:00.000Z'],
    ['2026-03-29', '02:30', 'Europe/Warsaw', '2026-03-29T01:00:00.000Z'],
    ['2026-03-29', '03:00', 'Europe/Warsaw', '2026-03-29T01:00:00.000Z'],
    ['2026-10-25', '02:30', 'Europe/Warsaw', '2026-10-25T00:30:00.000Z'],
    ['2026-10-25', '03:00', 'Europe/Warsaw', '2026-10-25T02:00:00.000Z'],
    ['2026-03-08', '02:30', 'America/New_York', '2026-03-08T07:00:00.000Z'],
    ['2026-11-01', '01:30', 'America/New_York', '2026-11-01T05:30:00.000Z'],
    ['2026-11-22', '24:00', 'Europe/Warsaw', '2026-11-22T23:00:00.000Z'],
  ])('%s %s in %s is %s', (on, at, zone, expected) => {
    expect(new Date(instantAt(on, at, zone)).toISOString()).toBe(expected);
  });

  test.each([
    ['2026-03-29', 'Europe/Warsaw', 23],
    ['2026-10-25', 'Europe/Warsaw', 25],
    ['2026-03-08', 'America/New_York', 23],
    ['2026-11-01', 'America/New_York', 25],
    ['2026-11-22', 'Europe/Warsaw', 24],
    ['2011-12-30', 'Pacific/Apia', 0],
  ])('%s in %s has %i hours', (on, zone, hours) => {
    expect((startOfDay(addDays(on, 1), zone) - startOfDay(on, zone)) / 3_600_000).toBe(hours);
  });

  test('a day begins at its first instant', () => {
    fc.assert(
      fc.property(day, timeZone, (on, zone) => {
        const start = startOfDay(on, zone);
        if (on === '2011-12-30' && zone === 'Pacific/Apia') return; // the day that Samoa left out
        expect(dayAt(start, zone)).toBe(on);
        expect(dayAt(start - 1, zone)).toBe(addDays(on, -1));
      }),
      { numRuns: 1000 },
    );
  });

  test.each(['8:00', '24:01', '12:60', '12:00:00', '', 'noon'])('%j is no time of day', (text) => {
    expect(() => minutesOf(text)).toThrow(RangeError);
  });
});

function countsDays(add: typeof addDays) {
  return fc.property(day, fc.integer({ min: -3000, max: 3000 }), (on, days) => {
    expect(add(on, days)).toBe(Temporal.PlainDate.from(on).add({ days }).toString());
    expect(daysBetween(on, add(on, days))).toBe(days);
  });
}

const offByDaylightSaving = (on: Day, days: number) =>
  dayAt(startOfDay(on, 'Europe/Warsaw') + days * 86_400_000, 'Europe/Warsaw');

describe('calendar days', () => {
  test('are added and counted as Temporal does', () => {
    fc.assert(countsDays(addDays));
    fc.assert(
      fc.property(day, (on) => {
        expect(weekdayOf(on)).toBe(Temporal.PlainDate.from(on).dayOfWeek);
      }),
    );
  });

  test('control: adding days as 24 hours of local time is caught', () => {
    expectCaught(countsDays(offByDaylightSaving));
  });

  test('sort as text', () => {
    fc.assert(
      fc.property(day, day, (left, right) => {
        expect(compareDays(left, right)).toBe(Math.sign(daysBetween(right, left)));
      }),
    );
  });

  test.each(['2024-02-29', '2000-02-29', '1900-01-01', '9999-12-31'])('%s is one', (text) => {
    expect(isDay(text)).toBe(true);
    expect(addDays(text, 0)).toBe(text);
  });

  test.each([
    '2023-02-29',
    '1900-02-29',
    '2026-04-31',
    '2026-13-01',
    '2026-00-10',
    '2026-01-00',
    '1899-12-31',
    '2026-1-1',
    '20260101',
    '2026-01-01T00:00:00Z',
    '2026-01-01 ',
    '2026/01/01',
    '+026-01-01',
    '',
    null,
    20_260_101,
  ])('%j is none', (value) => {
    expect(isDay(value)).toBe(false);
  });

  test('what is no day, and a day beyond the calendar, are refused', () => {
    expect(() => addDays('2026-02-30', 1)).toThrow(RangeError);
    expect(() => addDays('9999-12-31', 1)).toThrow(RangeError);
    expect(() => addDays('1900-01-01', -1)).toThrow(RangeError);
    expect(() => addDays('2026-01-01', Number.NaN)).toThrow(RangeError);
    expect(() => addDays('2026-01-01', 0.5)).toThrow(RangeError);
    expect(() => dayAt(Number.NaN, 'Europe/Warsaw')).toThrow(RangeError);
  });
});

test.each([
  ['Europe/Warsaw', true],
  ['America/Argentina/Buenos_Aires', true],
  ['UTC', true],
  ['Europe/Radom', false],
  ['+01:00', false],
  ['', false],
])('is %j a time zone: %s', (name, expected) => {
  expect(isTimeZone(name)).toBe(expected);
});
