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
/** A long absence is caught up in windows, each with its own mark: of so many days at first … */
const WINDOW = 7 * MS_PER_DAY;
/** … and so many times as long after one that was all but empty: most logs are, and each window is a call. */
const GROWTH = 4;
const ALL_BUT_EMPTY = 100;
/** Microsoft refuses what is older; time passes on the way there. */
const MARGIN = HOUR;

/** What to read now at first, from the oldest on, and what has been lost for good. */
export function firstWindow(
  log: CustomerLog,
  { readTo }: Pick<LogMark, 'readTo'>,
  kept: number,
  now: Instant,
): { readonly window: LogWindow; readonly hole: LogWindow | null } {
  const oldest = now - kept * MS_PER_DAY + MARGIN;
  const marked = readTo === null ? oldest : Math.min(readTo, now);
  const from = Math.max(oldest, marked - OVERLAP[log]);
  return {
    window: { from, to: Math.min(now, from + WINDOW) },
    hole: marked < oldest ? { from: marked, to: oldest } : null,
  };
}

/** What to read after a window; undefined when that one reached up to now. @param records how many it held */
export function windowAfter({ from, to }: LogWindow, records: number, now: Instant): LogWindow | undefined {
  if (to >= now) return undefined;
  const length = records > ALL_BUT_EMPTY ? WINDOW : (to - from) * GROWTH;
  return { from: to, to: Math.min(now, to + length) };
}

/**
 * Since when a record counts as known to the watch. What was done before anybody watched is what is usual there, and no news,
 * although it is read today.
 */
export function knownSince(at: Instant, { watchedSince }: Pick<LogMark, 'watchedSince'>, readAt: Instant): Instant {
  return at < watchedSince ? at : Math.max(at, readAt);
}
