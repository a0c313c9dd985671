import { z } from 'zod';
import { PartnerFault } from '../partner-fault.ts';
import { canonicalNames, type Link, link } from '../wire.ts';
import type { World } from '../world.ts';
import { type Customer, listedCustomer } from './customer.ts';

const DEFAULT_SIZE = 100;
const LARGEST_SIZE = 500;

const filterSchema = z.object({ Field: z.string(), Value: z.string(), Operator: z.string() });

/**
 * Contract 2.3, 3 and 18.6: customers in pages. `offset` pages by index; without it the next link carries a `MS-ContinuationToken`
 * header and `seekOperation=Next`.
 */
export function listCustomers(world: World, query: URLSearchParams, token: string | undefined): object {
  const size = sizeOf(query);
  const all = world.customers.all().filter((customer) => customer.relationshipToPartner === 'reseller');
  const matching = all.filter(filterOf(query));
  const seeking = query.get('seekOperation')?.toLowerCase() === 'next';
  const start = seeking ? positionOf(token) : numberOf(query.get('offset'), 0);
  const items = matching.slice(start, start + size).map(listedCustomer);
  const end = start + size;
  const links: Record<string, Link> = { self: link(`/customers?${query.toString()}`) };
  if (end < matching.length) {
    links['next'] = query.has('offset')
      ? link(`/customers?${withQuery(query, { size: String(size), offset: String(end) })}`)
      : link(`/customers?${withQuery(query, { size: String(size), seekOperation: 'Next' })}`, [
          { key: 'MS-ContinuationToken', value: Buffer.from(String(end)).toString('base64') },
        ]);
  }
  return { totalCount: items.length, items, links, attributes: { objectType: 'Collection' } };
}

function filterOf(query: URLSearchParams): (customer: Customer) => boolean {
  const raw = query.get('filter');
  if (raw === null || raw === '') return () => true;
  const parsed = filterSchema.safeParse(parseJson(raw));
  if (!parsed.success) throw new PartnerFault('3000', 'The filter is no field filter.');
  const { Field, Value, Operator } = parsed.data;
  const wanted = Value.toLowerCase();
  const field = Field.toLowerCase();
  if (field !== 'companyname' && field !== 'domain') throw new PartnerFault('3000', `No filter on ${Field}.`);
  const test: Readonly<Record<string, (value: string) => boolean>> = {
    equals: (value) => value === wanted,
    not_equals: (value) => value !== wanted,
    starts_with: (value) => value.startsWith(wanted),
    not_starts_with: (value) => !value.startsWith(wanted),
    substring: (value) => value.includes(wanted),
  };
  const holds = test[Operator.toLowerCase()];
  if (holds === undefined) throw new PartnerFault('900126', `Unable to parse enum: ${Operator}.`);
  return (customer) => holds((field === 'domain' ? customer.domain : customer.companyName).toLowerCase());
}

function parseJson(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return canonicalNames(value);
  } catch {
    return undefined;
  }
}

function sizeOf(query: URLSearchParams): number {
  return Math.min(LARGEST_SIZE, Math.max(1, numberOf(query.get('size'), DEFAULT_SIZE)));
}

function numberOf(text: string | null, otherwise: number): number {
  if (text === null || text === '') return otherwise;
  if (!/^\d+$/.test(text)) throw new PartnerFault('3000', `${text} is no number.`);
  return Number(text);
}

function positionOf(token: string | undefined): number {
  return numberOf(token === undefined ? null : Buffer.from(token, 'base64').toString('utf8'), 0);
}

function withQuery(query: URLSearchParams, changes: Record<string, string>): string {
  const next = new URLSearchParams(query);
  for (const [name, value] of Object.entries(changes)) next.set(name, value);
  return next.toString();
}
