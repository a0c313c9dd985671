import type { Instant } from '../calendar/day.ts';
import { MS_PER_DAY } from '../calendar/epoch-day.ts';
import type { CustomerLog } from './log-source.ts';

const HOUR = 3_600_000;

/** How far one log of one customer was read; business instants of the customer. */
export interface LogMark {
  readonly watchedSince: Instant;
  /** Everything up to here was read; null before the first time. */
  readonly readTo: Instant | null;
}

/** From `from` (inclusive) to `to` (exclusive); once it is stored, the mark stands at `to`. */
export interface LogWindow {
  readonly from: Instant;
  readonly to: Instant;
}

/** How long Microsoft keeps a log, in days: Azure 90 (contract §12.2), Entra 30 with a premium licence and 7 without. */
export function keptDays(log: CustomerLog, licensed: boolean): number {
  return log === 'azure' ? 90 : licensed ? 30 : 7;
}

/** Days of silence from which on it is an alarm: most of what Microsoft still keeps lies ahead then. */
export function silentDays(kept: number): number {
  return kept < 14 ? 2 : 3;
}

/** Records come late: Azure's within the hour as a rule, Entra's up to a day (contract §13). */
const OVERLAP: Readonly<Record<CustomerLog, number>> = {
  azure: 6 * HOUR,
  signIns: 24 * HOUR,
  directoryAudits: 24 * HOUR,
};
/** A long absence is caught up in windows of so many days, each with its own mark. */
const WINDOW = 7 * MS_PER_DAY;
/** Microsoft refuses what is older; time passes on the way there. */
const MARGIN = HOUR;

/** What to read now, oldest first, and what has been lost for good. */
export function nextWindows(
  log: CustomerLog,
  { readTo }: Pick<LogMark, 'readTo'>,
  kept: number,
  now: Instant,
): { readonly windows: readonly LogWindow[]; readonly hole: LogWindow | null } {
  const oldest = now - kept * MS_PER_DAY + MARGIN;
  const marked = readTo === null ? oldest : Math.min(readTo, now);
  const windows: LogWindow[] = [];
  for (let from = Math.max(oldest, marked - OVERLAP[log]); from < now; from += WINDOW)
    windows.push({ from, to: Math.min(now, from + WINDOW) });
  return { windows, hole: marked < oldest ? { from: marked, to: oldest } : null };
}

/**
 * Since when a record counts as known to the watch. What was done before anybody watched is what is usual there, and no news,
 * although it is read today.
 */
export function knownSince(at: Instant, { watchedSince }: Pick<LogMark, 'watchedSince'>, readAt: Instant): Instant {
  return at < watchedSince ? at : Math.max(at, readAt);
}
