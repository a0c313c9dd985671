import type { z } from 'zod';
import { refused } from './failure.ts';
import type { listing } from './form.ts';

type ListingParams = { readonly [K in keyof typeof listing]?: z.infer<(typeof listing)[K]> };

const DEFAULT_LIMIT = 10;
const LARGEST_LIMIT = 100;

/**
 * One page, newest first, with Stripe's cursors.
 * @param oldestFirst as stored
 */
export function page(
  url: string,
  oldestFirst: readonly { readonly id: string; readonly created?: number }[],
  { limit = DEFAULT_LIMIT, starting_after: after, ending_before: before, created }: ListingParams,
): object {
  if (limit < 1 || limit > LARGEST_LIMIT)
    throw refused('parameter_invalid_integer', 'This value must be between 1 and 100.', 'limit');
  const matching = oldestFirst.filter((one) => inRange(one.created ?? 0, created)).toReversed();
  let from = 0;
  let to = matching.length;
  if (after !== undefined) from = matching.findIndex((one) => one.id === after) + 1;
  if (before !== undefined)
    to = Math.max(
      0,
      matching.findIndex((one) => one.id === before),
    );
  const window = matching.slice(from, to);
  const data = before === undefined ? window.slice(0, limit) : window.slice(-limit);
  return { object: 'list', url, has_more: data.length < window.length, data };
}

function inRange(at: number, range: ListingParams['created']): boolean {
  if (range === undefined) return true;
  if (typeof range === 'number') return at === range;
  return (
    (range.gt === undefined || at > range.gt) &&
    (range.gte === undefined || at >= range.gte) &&
    (range.lt === undefined || at < range.lt) &&
    (range.lte === undefined || at <= range.lte)
  );
}
