import Holidays, { type HolidaysTypes } from 'date-holidays';
import { addDays, type Day } from './day.ts';

/**
 * Which data the calendars rest on: the version of `date-holidays`, and the day of our own corrections. A decision
 * stores it, so that a later correction does not make an old decision look wrong.
 */
export const CALENDAR_VERSION = 'date-holidays@3.37.0+2026-11-22';

/** A day on which the library is wrong, with the law that says so. Changing this list changes `CALENDAR_VERSION`. */
interface Correction {
  readonly country: string;
  readonly day: Day;
  readonly holiday: boolean;
  readonly source: string;
}

const CORRECTIONS: readonly Correction[] = [
  {
    country: 'PL',
    day: '2018-11-12',
    holiday: true,
    source: 'Act of 7 November 2018 on the national holiday for the centenary of independence: once, a day off work',
  },
];

const yearsOfCountries = new Map<string, Map<number, ReadonlySet<Day>>>();

/**
 * Whether `day` is a public holiday by statute in the whole of `country` (ISO 3166-1 alpha-2). Sundays are not holidays
 * here, regional holidays and afternoons off are left out, and a country without data has none.
 */
export function isHoliday(country: string, day: Day): boolean {
  return holidaysOf(country, yearOf(day)).has(day);
}

/** All public holidays of one year; see `isHoliday`. */
export function holidaysOf(country: string, year: number): ReadonlySet<Day> {
  let years = yearsOfCountries.get(country);
  if (years === undefined) yearsOfCountries.set(country, (years = new Map()));
  let days = years.get(year);
  if (days === undefined) years.set(year, (days = readYear(country, year)));
  return days;
}

function readYear(country: string, year: number): ReadonlySet<Day> {
  const calendar = new Holidays(country, { types: ['public'] });
  // A holiday of several days may have begun in the year before, except where days themselves begin.
  const found = [year - 1, year]
    .filter((begun) => begun >= 1900)
    .flatMap((begun) => calendar.getHolidays(begun).flatMap(wholeDays));
  const days = new Set(found.filter((day) => yearOf(day) === year));
  for (const correction of CORRECTIONS) {
    if (correction.country !== country || yearOf(correction.day) !== year) continue;
    if (correction.holiday) days.add(correction.day);
    else days.delete(correction.day);
  }
  return days;
}

/**
 * The library gives a local start and a length, which is an hour off where daylight saving begins or ends, and may begin or
 * end in the middle of a day. Half a holiday is a working day.
 */
function wholeDays(holiday: HolidaysTypes.Holiday): readonly Day[] {
  if (holiday.date.slice(11, 19) !== '00:00:00') return [];
  const first = holiday.date.slice(0, 10);
  const hours = (holiday.end.getTime() - holiday.start.getTime()) / 3_600_000;
  return Array.from({ length: Math.floor((hours + 1.5) / 24) }, (_, index) => addDays(first, index));
}

function yearOf(day: Day): number {
  return Number(day.slice(0, 4));
}
