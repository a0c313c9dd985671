import { createHash } from 'node:crypto';
import type { Instant } from '../../domain/calendar/day.ts';
import { type IdPrefix, newId } from '../../domain/ids.ts';

/**
 * Ids that follow from a seed: deciding again from the same facts names the same holds and tasks, so that a stored
 * decision can be compared byte for byte.
 */
export function seededIds(seed: string, now: Instant): (prefix: IdPrefix) => string {
  let count = 0;
  return (prefix) => {
    count += 1;
    const random = createHash('sha256').update(`${seed}/${prefix}/${count}`).digest().subarray(0, 10);
    return newId(prefix, { now: Math.floor(now), random });
  };
}
