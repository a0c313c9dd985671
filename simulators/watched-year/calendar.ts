/** Days of the simulated year are counted since 1970-01-01. */
export const MS_PER_DAY = 86_400_000;
export const MS_PER_HOUR = 3_600_000;

/** The labelled year, and the quiet weeks before it in which the customers' habits can be learnt. */
export const FIRST_DAY = Date.UTC(2025, 0, 1) / MS_PER_DAY;
export const DAYS = 365;
export const WARM_UP_DAYS = 49;

/** `YYYY-MM-DD` of a counted day. */
export function textOf(day: number): string {
  return new Date(day * MS_PER_DAY).toISOString().slice(0, 10);
}

export function isWeekend(day: number): boolean {
  return (day + 3) % 7 >= 5;
}

/** Days on which these customers do not work: those most of them share are enough here. */
const HOLIDAYS = new Set(
  '01-01 01-06 04-21 05-01 05-02 05-03 06-19 06-20 08-15 11-01 11-10 11-11 12-24 12-25 12-26 12-29 12-30 12-31'.split(
    ' ',
  ),
);

export function isHoliday(day: number): boolean {
  return HOLIDAYS.has(textOf(day).slice(5));
}

/** 0 on a month's last day. */
export function daysToMonthEnd(day: number): number {
  const date = new Date(day * MS_PER_DAY);
  return (Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 1) - date.getTime()) / MS_PER_DAY - 1;
}
