import { json } from '../../kit/answer.ts';
import type { ArmCall, ArmRoute } from '../arm/arm-call.ts';
import { ArmFault } from '../arm/arm-fault.ts';
import { DAY_MS } from '../term.ts';
import { type LogPlace, readLog, readPlace, writePlace } from './log.ts';
import { accessOf } from './tenant-access.ts';

const API_VERSION = '2015-04-01';
/** Contract 12.2. */
const KEPT_DAYS = 90;

/** Contract 12.2: the Azure activity log of one Azure subscription. */
export const azureLogRoutes: readonly ArmRoute[] = [
  {
    method: 'GET',
    pattern: '/subscriptions/{azureSubscriptionId}/providers/microsoft.insights/eventtypes/management/values',
    apiVersions: [API_VERSION],
    handle: list,
  },
];

function list({ world, call, entitlement, tenantId, now }: ArmCall) {
  if (!accessOf(world, tenantId).azureReader)
    throw new ArmFault(
      403,
      'AuthorizationFailed',
      'The client does not have authorization to perform action over the scope.',
    );
  const unknown = [...call.query.keys()].find(
    (name) => !['api-version', '$filter', '$select', '$skiptoken'].includes(name.toLowerCase()),
  );
  if (unknown !== undefined) throw bad(`The query parameter '${unknown}' is not supported.`);
  const { from, to, tests } = filterOf(call.query.get('$filter'));
  if (from < now - KEPT_DAYS * DAY_MS) throw bad('The start time cannot be more than 90 days in the past.');
  const size = world.settings.logPageSize;
  const page: Readonly<Record<string, unknown>>[] = [];
  let after = placeOf(call.query.get('$skipToken'));
  let more = true;
  // What a filter looks for may stand anywhere behind the place.
  while (page.length < size && more) {
    const rows = readLog(world.db, 'azure', entitlement.id, { from, now, after, limit: size });
    more = rows.length === size;
    for (const row of rows) {
      if (page.length === size) {
        more = true;
        break;
      }
      after = { at: row.at, sequence: row.sequence };
      if (row.at <= to && tests.every((test) => test(row.body))) page.push(row.body);
    }
  }
  const next = new URLSearchParams(call.query);
  if (after !== undefined) next.set('$skipToken', writePlace(after));
  return json(200, {
    value: page,
    ...(more && after !== undefined ? { nextLink: `${world.address.url}${call.path}?${next.toString()}` } : {}),
  });
}

/** `$filter`: `eventTimestamp ge '…'` is required; `and` joins it with an end and at most one field. */
function filterOf(text: string | null): {
  readonly from: number;
  readonly to: number;
  readonly tests: readonly ((body: Readonly<Record<string, unknown>>) => boolean)[];
} {
  if (text === null) throw bad('The $filter query parameter is required.');
  let from: number | undefined;
  let to = Number.MAX_SAFE_INTEGER;
  const tests: ((body: Readonly<Record<string, unknown>>) => boolean)[] = [];
  for (const clause of text.split(/\s+and\s+/i)) {
    const [, name = '', operator = '', value = ''] = /^(\w+)\s+(ge|le|eq)\s+'([^']*)'$/.exec(clause.trim()) ?? [];
    const at = Date.parse(value);
    if (name === 'eventTimestamp' && operator !== 'eq' && !Number.isNaN(at)) {
      if (operator === 'ge') from = at;
      else to = at;
    } else if (operator === 'eq' && FIELDS.has(name)) {
      tests.push((body) => fieldOf(body, name).toLowerCase() === value.toLowerCase());
    } else throw bad(`The filter clause '${clause}' is invalid.`);
  }
  if (from === undefined) throw bad('The filter must contain eventTimestamp with ge.');
  if (tests.length > 1) throw bad('Only one field may be filtered beside the time.');
  return { from, to, tests };
}

const FIELDS: ReadonlySet<string> = new Set(['resourceGroupName', 'resourceUri', 'resourceProvider', 'correlationId']);

function fieldOf(body: Readonly<Record<string, unknown>>, name: string): string {
  const text = (member: string): string => (typeof body[member] === 'string' ? body[member] : '');
  if (name === 'resourceProvider') return text('resourceId').split('/providers/')[1]?.split('/')[0] ?? '';
  return text(name === 'resourceUri' ? 'resourceId' : name);
}

function placeOf(token: string | null): LogPlace | undefined {
  if (token === null) return undefined;
  const place = readPlace(token);
  if (place === undefined) throw bad('The $skipToken is invalid.');
  return place;
}

function bad(message: string): ArmFault {
  return new ArmFault(400, 'BadRequest', message);
}
