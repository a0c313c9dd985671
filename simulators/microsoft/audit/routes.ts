import { z } from 'zod';
import { json } from '../../kit/answer.ts';
import { param } from '../../kit/router.ts';
import type { PartnerCall, PartnerRoute } from '../partner-call.ts';
import { PartnerFault } from '../partner-fault.ts';
import { DAY_MS, startOfDay } from '../term.ts';
import { type Link, link } from '../wire.ts';
import { auditBetween, type AuditRow, findAudit } from './record.ts';

const LARGEST_SIZE = 500;
/** Contract 12.1. */
const DEFAULT_DAYS = 30;
const OLDEST_DAYS = 90;

/** Contract 12.1 and 11.4: the list, and one record under either address. */
export const auditRoutes: readonly PartnerRoute[] = [
  { method: 'GET', pattern: '/v1/auditrecords', handle: list },
  { method: 'GET', pattern: '/v1/auditrecords/{auditId}', handle: one },
  { method: 'GET', pattern: '/auditactivity/v1/auditrecords/{auditId}', handle: one },
];

function one(call: PartnerCall) {
  const found = findAudit(call.world.db, param(call.params, 'auditId'));
  if (found === undefined) throw new PartnerFault('1000', 'No such audit record.');
  return json(200, found.record);
}

/** Contract 2.3 and 12.1: by days, in pages that a token continues. */
function list({ world, call }: PartnerCall) {
  const { query } = call;
  const filter = filterOf(query.get('filter'));
  // A customer on a clock of its own is dated by that clock; without one customer it is wall time.
  const customerId = filter?.field === 'customerid' ? filter.value : undefined;
  const now = world.clock.now(customerId);
  const oldest = startOfDay(now) - OLDEST_DAYS * DAY_MS;
  const from = dayOf(query.get('startDate')) ?? startOfDay(now) - DEFAULT_DAYS * DAY_MS;
  const lastDay = dayOf(query.get('endDate'));
  if (from < oldest) throw new PartnerFault('3000', `startDate lies more than ${OLDEST_DAYS} days back.`);
  if (lastDay !== undefined && lastDay < from) throw new PartnerFault('3000', 'endDate lies before startDate.');
  const to = lastDay === undefined ? Number.MAX_SAFE_INTEGER : lastDay + DAY_MS;
  const size = Math.min(LARGEST_SIZE, Math.max(1, whole(query.get('size'), LARGEST_SIZE)));
  const seeking = query.get('seekOperation')?.toLowerCase() === 'next';
  const after = seeking ? placeOf(call.headers['ms-continuationtoken']) : 0;
  // One more than the page tells whether there is another; what a filter looks for may stand anywhere.
  const limit = filter === undefined || customerId !== undefined ? size + 1 : -1;
  const matching = auditBetween(world.db, { from, to, after, customerId, limit }).filter((row) => holds(row, filter));
  const page = matching.slice(0, size);
  const self = new URLSearchParams(query);
  self.set('size', String(size));
  const links: Record<string, Link> = { self: link(`/auditrecords?${self.toString()}`) };
  const last = page.at(-1);
  if (last !== undefined && matching.length > size) {
    self.set('seekOperation', 'Next');
    const token = Buffer.from(String(last.sequence)).toString('base64');
    links['next'] = link(`/auditrecords?${self.toString()}`, [{ key: 'MS-ContinuationToken', value: token }]);
  }
  const items = page.map((row) => row.record);
  return json(200, { totalCount: items.length, items, links, attributes: { objectType: 'Collection' } });
}

interface Filter {
  readonly field: 'customerid' | 'resourcetype' | 'companyname';
  readonly value: string;
}

const fieldFilter = z.object({ Field: z.string(), Value: z.string(), Operator: z.string() });
/** Contract 12.1: each field has one operator. */
const OPERATORS = { customerid: 'equals', resourcetype: 'equals', companyname: 'substring' } as const;

function filterOf(text: string | null): Filter | undefined {
  if (text === null || text === '') return undefined;
  const parsed = fieldFilter.safeParse(jsonIn(text));
  if (!parsed.success) throw new PartnerFault('3000', 'The filter is no field filter.');
  const { Field, Value, Operator } = parsed.data;
  const field = (['customerid', 'resourcetype', 'companyname'] as const).find((name) => name === Field.toLowerCase());
  if (field === undefined) throw new PartnerFault('3000', `No filter on ${Field}.`);
  if (Operator.toLowerCase() !== OPERATORS[field])
    throw new PartnerFault('900126', `Unable to parse enum: ${Operator}.`);
  return { field, value: Value.toLowerCase() };
}

function holds({ record }: AuditRow, filter: Filter | undefined): boolean {
  if (filter === undefined) return true;
  const text = (name: string): string => (record[name] ?? '').toLowerCase();
  if (filter.field === 'companyname') return text('customerName').includes(filter.value);
  // The SDK's spelling is accepted as the wire's: `AzureEntitlement` is `azure_entitlement`.
  const bare = (word: string): string => word.replaceAll('_', '');
  return filter.field === 'customerid'
    ? text('customerId') === filter.value
    : bare(text('resourceType')) === bare(filter.value);
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** A calendar day in UTC. @throws PartnerFault 3000 for what is none */
function dayOf(text: string | null): number | undefined {
  if (text === null || text === '') return undefined;
  if (!z.iso.date().safeParse(text).success) throw new PartnerFault('3000', `${text} is no day.`);
  return Date.parse(text);
}

function whole(text: string | null, otherwise: number): number {
  if (text === null || text === '') return otherwise;
  if (!/^\d{1,9}$/.test(text)) throw new PartnerFault('3000', `${text} is no number.`);
  return Number(text);
}

function placeOf(token: string | undefined): number {
  return whole(token === undefined ? null : Buffer.from(token, 'base64').toString('utf8'), 0);
}
