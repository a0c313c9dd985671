import type { Day } from '../calendar/day.ts';
import { type Directory, lastSignIn } from './directory.ts';
import type { Instant } from '../calendar/day.ts';

/** What a directory counted on a day: use of what is not billed by use (practice 17). */
export interface DirectoryFigure {
  readonly day: Day;
  readonly users: number;
  readonly guests: number;
  readonly enabled: number;
  /** Who signed in within the last 30 days; null where sign-ins cannot be read. */
  readonly signedIn: number | null;
  readonly licences: readonly {
    readonly sku: string;
    readonly name: string;
    readonly bought: number;
    readonly assigned: number;
  }[];
}

export type Measure = 'users' | 'guests' | 'signedIn' | 'licences';

/** A figure that is not what it was, overnight. */
export interface Jump {
  readonly measure: Measure;
  readonly day: Day;
  readonly usual: number;
  readonly seen: number;
}

const SIGNED_IN_WITHIN_MS = 30 * 86_400_000;
const LEAST_KNOWN = 14;
/** Fewer are somebody's usual day. */
const LEAST_CHANGE = 10;
const LEAST_PERCENT = 30;
/** Beyond this many times the greatest change on record it is no usual day either. */
const TIMES_GREATEST = 3;

export function figureOf(directory: Directory, day: Day, now: Instant): DirectoryFigure {
  const { users, licences, areSignInsKnown } = directory;
  const recent = users.filter((user) => (lastSignIn(user) ?? 0) > now - SIGNED_IN_WITHIN_MS);
  return {
    day,
    users: users.length,
    guests: users.filter(({ type }) => type === 'guest').length,
    enabled: users.filter(({ isEnabled }) => isEnabled).length,
    signedIn: areSignInsKnown ? recent.length : null,
    licences: licences.map(({ sku, name, bought, assigned }) => ({ sku, name, bought, assigned })),
  };
}

/**
 * Measures of the latest figure that jumped overnight and away from what is usual: against the day before, against the
 * median of the days before, and against the greatest change that was ever seen. Only the day of the jump is one, so that
 * the new level is not told again; with fewer than two weeks on record nothing is usual yet.
 *
 * @param before oldest first, without the latest
 */
export function jumpsOf(before: readonly DirectoryFigure[], latest: DirectoryFigure): readonly Jump[] {
  const measures: readonly Measure[] = ['users', 'guests', 'signedIn', 'licences'];
  return measures.flatMap((measure) => {
    const seen = valueOf(latest, measure);
    const known = before.flatMap((figure) => valueOf(figure, measure) ?? []);
    const previous = known.at(-1);
    if (seen === null || previous === undefined || known.length < LEAST_KNOWN) return [];
    const usual = median(known);
    const changes = known.slice(1).map((value, index) => Math.abs(value - (known[index] ?? value)));
    const limit = Math.max(LEAST_CHANGE, (usual * LEAST_PERCENT) / 100, Math.max(0, ...changes) * TIMES_GREATEST);
    const isJump = Math.abs(seen - previous) >= limit && Math.abs(seen - usual) >= limit;
    return isJump ? [{ measure, day: latest.day, usual, seen }] : [];
  });
}

function valueOf(figure: DirectoryFigure, measure: Measure): number | null {
  if (measure !== 'licences') return figure[measure];
  return figure.licences.reduce((sum, { assigned }) => sum + assigned, 0);
}

function median(values: readonly number[]): number {
  return values.toSorted((left, right) => left - right)[Math.floor(values.length / 2)] ?? 0;
}
