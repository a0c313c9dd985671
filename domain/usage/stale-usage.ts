import type { Instant } from '../calendar/day.ts';

/** Clock C of the practices: what is known of usage is at most a day old. */
const STALE_AFTER_MS = 86_400_000;

/** Since when usage has not been read, where that is too long; wall instants. */
export function staleSince(
  { watchedSince, readAt }: { readonly watchedSince: Instant; readonly readAt: Instant | null },
  now: Instant,
): Instant | null {
  const since = readAt ?? watchedSince;
  return now - since > STALE_AFTER_MS ? since : null;
}
