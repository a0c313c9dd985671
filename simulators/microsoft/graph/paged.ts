import { type Answer, json } from '../../kit/answer.ts';
import type { GraphCall } from './graph-call.ts';
import { GraphFault } from './graph-fault.ts';
import { countOf, type Enumerations, filterBy, selected } from './odata.ts';

type Row = Readonly<Record<string, unknown>>;

interface Listing {
  readonly path: string;
  readonly properties: readonly string[];
  readonly enumerations?: Enumerations;
  /** Most rows that `$top` may ask for, and how many there are without it. */
  readonly most: number;
  readonly options?: readonly string[];
}

/** A list of Graph: `$filter`, `$select`, `$top`, pages by `@odata.nextLink`. @throws GraphFault 400 for anything else */
export function listed({ world, call }: GraphCall, rows: readonly Row[], listing: Listing): Answer {
  const { query } = call;
  const options = ['$filter', '$select', '$top', '$skiptoken', ...(listing.options ?? [])];
  const unknown = [...query.keys()].find((name) => name.startsWith('$') && !options.includes(name));
  if (unknown !== undefined) throw new GraphFault(400, 'BadRequest', `The query option '${unknown}' is not supported.`);
  const asked = countOf(query.get('$top'), Math.min(listing.most, world.settings.graphPageSize));
  if (asked < 1 || asked > listing.most)
    throw new GraphFault(
      400,
      'BadRequest',
      `Invalid page size specified: '${asked}'. Must be between 1 and ${listing.most} inclusive.`,
    );
  const holds = filterBy(query.get('$filter'), listing.properties, listing.enumerations ?? {});
  const shown = selected(query.get('$select'), listing.properties);
  const start = countOf(query.get('$skiptoken'), 0);
  const matching = rows.filter(holds);
  const next = new URLSearchParams(query);
  next.set('$skiptoken', String(start + asked));
  return json(200, {
    '@odata.context': `${world.address.url}${listing.path}/$metadata`,
    value: matching.slice(start, start + asked).map(shown),
    ...(matching.length > start + asked
      ? { '@odata.nextLink': `${world.address.url}${listing.path}?${next.toString()}` }
      : {}),
  });
}
