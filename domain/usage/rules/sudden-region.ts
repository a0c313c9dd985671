import type { Look, Rule } from '../look.ts';
import { UNKNOWN_REGION } from '../usage-history.ts';
import { suddenPart } from './sudden-part.ts';

/**
 * A region that the customer has not used costs money. Whoever mines with a stolen account goes where machines are free, not
 * where the customer works. Practice 21: use is watched against the customer's need. A day is judged when the regions of
 * enough days before it are known: else the first export of regions would make all of them sudden.
 */
export const suddenRegion: Rule = (look) => {
  const regional = regionalDays(look);
  const judged = look.judged.filter(({ place }) => (regional[place] ?? 0) >= look.settings.leastKnownDays);
  return suddenPart({ ...look, judged }, 'sudden-region', 21, look.seen.regions);
};

/** For each place, how many days before it are known by region. */
function regionalDays({ seen }: Look): readonly number[] {
  let days = 0;
  return seen.statements.map((statement) => {
    const before = days;
    if (statement !== undefined && statement.lines.every(({ region }) => region !== UNKNOWN_REGION)) days += 1;
    return before;
  });
}
