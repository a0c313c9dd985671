import type { Instant } from '../calendar/day.ts';
import { type AccessTarget, isFullAdministration } from './access-target.ts';

const DAY_MS = 86_400_000;

/** The longest that access may last, in days. Ours to choose: Microsoft asks for "no standing access" and gives no figure (practice 69). */
const LONGEST_DAYS = { full: 7, other: 90 } as const;

/** How far ahead of its start it may be asked for: an approval that nobody remembers is none. */
const AHEAD_DAYS = 30;

/** In milliseconds. */
export function longestFor(target: AccessTarget): number {
  return (isFullAdministration(target) ? LONGEST_DAYS.full : LONGEST_DAYS.other) * DAY_MS;
}

export type LengthProblem = 'notInOrder' | 'hasPassed' | 'tooLong' | 'tooFarAhead';

/** What is wrong with the time that is asked for; null when nothing is. */
export function lengthProblem(
  target: AccessTarget,
  { startsAt, endsAt }: { readonly startsAt: Instant; readonly endsAt: Instant },
  now: Instant,
): LengthProblem | null {
  if (endsAt <= startsAt) return 'notInOrder';
  if (endsAt <= now) return 'hasPassed';
  if (endsAt - startsAt > longestFor(target)) return 'tooLong';
  return startsAt - now > AHEAD_DAYS * DAY_MS ? 'tooFarAhead' : null;
}
