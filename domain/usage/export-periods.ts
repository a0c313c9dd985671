import { type Day, dayAt, type Instant } from '../calendar/day.ts';

/** In so many first days of a month figures of the one before are still rated and stated anew. */
const SETTLING_DAYS = 7;
/** So long the last days of the month before may not be rated yet (contract §15.3: about a day behind). */
const RATED_DAYS = 3;

/** Which months to export now: the running one, and the one before it while it settles, or when nothing was ever exported. */
export function periodsToExport(now: Instant, wasExported: boolean): readonly ('current' | 'last')[] {
  return !wasExported || dayOfMonth(dayAt(now, 'UTC')) <= SETTLING_DAYS ? ['last', 'current'] : ['current'];
}

/**
 * The day that takes what the month's figures told and the rated usage does not tell yet: the newest one that was known of that
 * month; null when all of it is rated.
 */
export function unratedDay(period: 'current' | 'last', today: Day, known: readonly Day[]): Day | null {
  const settled = period === 'last' && dayOfMonth(today) > RATED_DAYS;
  return settled ? null : (known.toSorted().at(-1) ?? null);
}

function dayOfMonth(day: Day): number {
  return Number(day.slice(8));
}
