import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addDays, compareDays, type Day, daysBetween, weekdayOf } from '../../../domain/calendar/day.ts';
import { dueDayLaw, effectiveDueDay } from '../../../domain/calendar/due-day.ts';
import { isHoliday } from '../../../domain/calendar/holidays.ts';
import { expectCaught } from '../../support/planted-bug.ts';

const SATURDAY = 6;
const SUNDAY = 7;
const day = fc.integer({ min: 0, max: 40 * 365 }).map((offset) => addDays('2000-01-01', offset));

function isOnTime(paidOn: Day, printed: Day, country: string): boolean {
  return compareDays(paidOn, effectiveDueDay(printed, country)) <= 0;
}

describe('in Poland', () => {
  test('a Saturday due day paid on Monday is on time', () => {
    expect(weekdayOf('2026-11-21')).toBe(SATURDAY);
    expect(isOnTime('2026-11-23', '2026-11-21', 'PL')).toBe(true);
    expect(isOnTime('2026-11-24', '2026-11-21', 'PL')).toBe(false);
  });

  test('before 2017 a Saturday due day paid on Monday was late', () => {
    expect(weekdayOf('2016-12-10')).toBe(SATURDAY);
    expect(effectiveDueDay('2016-12-10', 'PL')).toBe('2016-12-10');
    expect(isOnTime('2016-12-12', '2016-12-10', 'PL')).toBe(false);
  });

  test('the new law holds from the first day of 2017, for terms that had not ended', () => {
    expect(effectiveDueDay('2016-12-31', 'PL')).toBe('2016-12-31');
    expect(effectiveDueDay('2017-01-07', 'PL')).toBe('2017-01-09');
  });

  test('24 December is an ordinary due day in 2024 and is put off from 2025', () => {
    expect(effectiveDueDay('2024-12-24', 'PL')).toBe('2024-12-24');
    // 24, 25 and 26 December are holidays, the 27th is a Saturday.
    expect(effectiveDueDay('2025-12-24', 'PL')).toBe('2025-12-29');
    expect(isOnTime('2025-12-29', '2025-12-24', 'PL')).toBe(true);
  });

  test.each([
    ['a Wednesday stays', '2026-11-18', '2026-11-18'],
    ['a Sunday becomes Monday', '2026-11-22', '2026-11-23'],
    ['Independence Day becomes the next day', '2026-11-11', '2026-11-12'],
    ['Easter Saturday becomes Tuesday', '2026-04-04', '2026-04-07'],
    ['Corpus Christi becomes Friday', '2026-06-04', '2026-06-05'],
    ['1 May 2026, a Friday, becomes Monday, over 3 May on the Sunday', '2026-05-01', '2026-05-04'],
    ['before 2017 a Sunday became Monday', '2016-12-11', '2016-12-12'],
    ['before 2017 Christmas Day on a Sunday became Tuesday', '2016-12-25', '2016-12-27'],
    ['before 2017 a Friday holiday became Saturday', '2016-11-11', '2016-11-12'],
  ])('%s', (_case, printed, effective) => {
    expect(effectiveDueDay(printed, 'PL')).toBe(effective);
  });
});

describe('elsewhere', () => {
  test.each([
    ['DE', '2026-11-21', '2026-11-23'],
    ['DE', '2026-04-03', '2026-04-07'],
    ['DE', '1965-09-25', '1965-09-25'],
    ['DE', '1965-10-02', '1965-10-04'],
    ['AT', '2026-10-24', '2026-10-27'],
    ['IT', '2026-11-21', '2026-11-21'],
    ['IT', '2026-11-22', '2026-11-23'],
    ['CZ', '2026-11-22', '2026-11-22'],
    ['FR', '2026-11-22', '2026-11-22'],
    ['XX', '2026-01-01', '2026-01-01'],
    ['constructor', '2026-01-01', '2026-01-01'],
  ])('%s %s is effectively %s', (country, printed, effective) => {
    expect(effectiveDueDay(printed, country)).toBe(effective);
  });

  test('the law that moved a day can be shown', () => {
    expect(dueDayLaw('2026-11-21', 'PL')).toContain('Dz.U. 2016 item 2255');
    expect(dueDayLaw('2016-11-19', 'PL')).not.toContain('2255');
    expect(dueDayLaw('2026-11-21', 'FR')).toBeUndefined();
  });
});

/** Independent of the rule table: what art. 115 says, read backwards. */
function obeysArticle115(effective: typeof effectiveDueDay) {
  return fc.property(day, (printed) => {
    const due = effective(printed, 'PL');
    const isFree = (on: Day) =>
      weekdayOf(on) === SUNDAY || isHoliday('PL', on) || (printed >= '2017-01-01' && weekdayOf(on) === SATURDAY);
    expect(isFree(due)).toBe(false);
    for (let on = printed; on < due; on = addDays(on, 1)) expect(isFree(on)).toBe(true);
    expect(effective(due, 'PL')).toBe(due);
  });
}

test('the effective day is the first that is not free, never earlier, and moving it twice changes nothing', () => {
  fc.assert(obeysArticle115(effectiveDueDay), { numRuns: 2000 });
  fc.assert(
    fc.property(day, fc.constantFrom('PL', 'DE', 'AT', 'IT', 'FR'), (printed, country) => {
      expect(daysBetween(printed, effectiveDueDay(printed, country))).toBeGreaterThanOrEqual(0);
    }),
  );
});

const saturdayIsLate = (printed: Day, country: string) =>
  weekdayOf(printed) === SATURDAY ? printed : effectiveDueDay(printed, country);

const lawWithoutDate = (printed: Day, country: string) =>
  weekdayOf(printed) === SATURDAY ? effectiveDueDay(addDays(printed, 1), country) : effectiveDueDay(printed, country);

const movedOnce = (printed: Day, country: string) =>
  effectiveDueDay(printed, country) === printed ? printed : addDays(printed, 1);

test('control: a Saturday counted as late, today’s law for old terms, and a day moved once only are caught', () => {
  expectCaught(obeysArticle115(saturdayIsLate));
  expectCaught(obeysArticle115(lawWithoutDate));
  expectCaught(obeysArticle115(movedOnce));
});
