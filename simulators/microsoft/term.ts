import { z } from 'zod';

const termDurations = ['P1M', 'P1Y', 'P3Y'] as const;
export type TermDuration = (typeof termDurations)[number];
export const termDuration = z.preprocess(
  (value) => (typeof value === 'string' ? value.toUpperCase() : value),
  z.enum(termDurations),
);

const MONTHS: Readonly<Record<TermDuration, number>> = { P1M: 1, P1Y: 12, P3Y: 36 };

export const DAY_MS = 86_400_000;

/** Terms are counted in whole UTC days (contract 6.2: `commitmentEndDate` is an inclusive day), so a term starts at midnight. */
export function startOfDay(at: number): number {
  return Math.floor(at / DAY_MS) * DAY_MS;
}

/** The instant at which a term ends that began on the UTC day of `from`; 31 January plus a month is the last of February. */
export function termEnd(from: number, duration: TermDuration): number {
  const start = new Date(startOfDay(from));
  const months = start.getUTCFullYear() * 12 + start.getUTCMonth() + MONTHS[duration];
  const lastDay = new Date(Date.UTC(0, 0, 1));
  lastDay.setUTCFullYear(Math.floor(months / 12), (months % 12) + 1, 0);
  return Date.UTC(Math.floor(months / 12), months % 12, Math.min(start.getUTCDate(), lastDay.getUTCDate()));
}
