import type { Rule } from '../look.ts';
import { suddenPart } from './sudden-part.ts';

/**
 * A region that the customer has not used costs money. Whoever mines with a stolen account goes where machines are free, not
 * where the customer works. Practice 21: use is watched against the customer's need.
 */
export const suddenRegion: Rule = (look) => suddenPart(look, 'sudden-region', 21, look.seen.regions);
