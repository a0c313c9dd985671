import { type Day, isDay } from '../calendar/day.ts';

/** In which order a file writes a day. Which of two orders `1/2/2013` means cannot be guessed, so it is always said. */
export const DAY_ORDERS = ['year-month-day', 'month/day/year', 'day/month/year', 'day.month.year'] as const;
export type DayOrder = (typeof DAY_ORDERS)[number];

const PARTS: Readonly<Record<DayOrder, RegExp>> = {
  'year-month-day': /^(?<year>\d{4})-(?<month>\d{1,2})-(?<day>\d{1,2})$/,
  'month/day/year': /^(?<month>\d{1,2})\/(?<day>\d{1,2})\/(?<year>\d{4})$/,
  'day/month/year': /^(?<day>\d{1,2})\/(?<month>\d{1,2})\/(?<year>\d{4})$/,
  'day.month.year': /^(?<day>\d{1,2})\.(?<month>\d{1,2})\.(?<year>\d{4})$/,
};

/** The calendar day that `text` writes in this order; undefined when there is no such day. */
export function readDay(text: string, order: DayOrder): Day | undefined {
  const { year = '', month = '', day = '' } = PARTS[order].exec(text)?.groups ?? {};
  const written = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  return isDay(written) ? written : undefined;
}
