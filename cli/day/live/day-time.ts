import { type Day, type Instant, instantAt } from '../../../domain/calendar/day.ts';

/** A Thursday: with the standard policy an invoice due on 19 January comes to its suspension at eight in the morning. */
export const DAY: Day = '2026-02-12';
export const ZONE = 'Europe/Warsaw';
/** When those moved in who owe, and what their invoice says. */
export const OWED = { since: '2026-01-05', dueOn: '2026-01-19' } as const;

const MINUTE_MS = 60_000;
const FIRST = instantAt(DAY, '06:00', ZONE);

export const MINUTES_OF_THE_DAY = 24 * 60;

/** The business instant so many minutes after the day's first. */
export function instantOf(minute: number): Instant {
  return FIRST + minute * MINUTE_MS;
}

/** `09:30`, for a person. */
export function clockOf(minute: number): string {
  const ofDay = (6 * 60 + minute) % MINUTES_OF_THE_DAY;
  return `${String(Math.floor(ofDay / 60)).padStart(2, '0')}:${String(ofDay % 60).padStart(2, '0')}`;
}
