import { addDays, type Day, dayAt, daysBetween, type Instant, startOfDay } from '../calendar/day.ts';
import { MS_PER_DAY } from '../calendar/epoch-day.ts';

/** How far a log was read. Wall instants. */
export interface ActivityMark {
  readonly watchedSince: Instant;
  /** Everything up to here was read; null before the first time. */
  readonly readTo: Instant | null;
  readonly readAt: Instant | null;
}

/** Days in UTC, both included, and the mark once they are stored. */
export interface Slice {
  readonly from: Day;
  readonly to: Day;
  readonly readTo: Instant;
}

export interface Reading {
  readonly slices: readonly Slice[];
  /** Days that can never be read any more. */
  readonly hole: { readonly from: Day; readonly to: Day } | null;
}

/** Microsoft refuses what lies more than 90 days back (contract §12.1); one less, because midnight may pass on the way. */
const OLDEST_DAYS = 89;
/** Records may come late. */
const OVERLAP_DAYS = 2;
const SLICE_DAYS = 7;
/** Practice 8 asks for a look each day; so many days without one are an alarm, with most of the 90 still ahead. */
const SILENT_DAYS = 3;

/** What to read now: from two days before the mark until today, oldest first, and what has been lost for good. */
export function nextReading({ readTo }: Pick<ActivityMark, 'readTo'>, now: Instant): Reading {
  const today = dayAt(now, 'UTC');
  const oldest = addDays(today, -OLDEST_DAYS);
  const marked = readTo === null ? oldest : dayAt(Math.min(readTo, now), 'UTC');
  const wanted = addDays(marked, -OVERLAP_DAYS);
  const slices: Slice[] = [];
  for (let from = wanted < oldest ? oldest : wanted; from <= today; from = addDays(from, SLICE_DAYS)) {
    const last = addDays(from, SLICE_DAYS - 1);
    const to = last < today ? last : today;
    slices.push({ from, to, readTo: Math.min(now, startOfDay(addDays(to, 1), 'UTC')) });
  }
  return { slices, hole: marked < oldest ? { from: marked, to: addDays(oldest, -1) } : null };
}

/** Days of silence and how many are left before records are lost; null while all is well. */
export function activityAlarm(
  { watchedSince, readTo, readAt }: ActivityMark,
  now: Instant,
): { readonly silentDays: number; readonly daysLeft: number } | null {
  const silence = now - (readAt ?? watchedSince);
  if (silence <= SILENT_DAYS * MS_PER_DAY) return null;
  const unread = daysBetween(dayAt(readTo ?? watchedSince, 'UTC'), dayAt(now, 'UTC'));
  return { silentDays: Math.floor(silence / MS_PER_DAY), daysLeft: Math.max(0, OLDEST_DAYS - unread) };
}

/** Microsoft's word for a fraud that it saw, however it is spelt: a third way to catch a webhook that was lost (practice 50). */
export function tellsOfFraud(operation: string): boolean {
  return operation.toLowerCase().replace(/[^a-z]/g, '') === 'azurefraudeventdetected';
}
