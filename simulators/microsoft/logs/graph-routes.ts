import { json } from '../../kit/answer.ts';
import { DAY_MS } from '../term.ts';
import { GraphFault } from '../graph/graph-fault.ts';
import type { GraphCall, GraphRoute } from '../graph/graph-call.ts';
import { countOf, filterBy } from '../graph/odata.ts';
import { type LogName, type LogPlace, readLog, readPlace, writePlace } from './log.ts';
import { accessOf } from './tenant-access.ts';

/** Contract 12.2. */
const LARGEST_PAGE = 1000;
const OPTIONS = ['$filter', '$top', '$skiptoken', '$orderby'];
const SIGN_IN_FIELDS = [
  'createdDateTime',
  'userId',
  'userPrincipalName',
  'ipAddress',
  'appDisplayName',
  'isInteractive',
];
const AUDIT_FIELDS = [
  'activityDateTime',
  'activityDisplayName',
  'category',
  'result',
  'loggedByService',
  'correlationId',
];

/** Contract 12.2: Entra's logs in the tenant of the token. */
export const directoryLogRoutes: readonly GraphRoute[] = [
  {
    method: 'GET',
    pattern: '/v1.0/auditLogs/signIns',
    handle: (call) => {
      if (!accessOf(call.world, call.tenantId).premium)
        throw new GraphFault(
          403,
          'Authentication_RequestFromNonPremiumTenantOrB2CTenant',
          'Neither tenant is B2C or tenant doesn’t have premium license',
        );
      return list(call, 'signIns', SIGN_IN_FIELDS);
    },
  },
  {
    method: 'GET',
    pattern: '/v1.0/auditLogs/directoryAudits',
    handle: (call) => list(call, 'directoryAudits', AUDIT_FIELDS),
  },
];

function list({ world, call, tenantId, now }: GraphCall, log: LogName, fields: readonly string[]) {
  const access = accessOf(world, tenantId);
  if (!access.directoryReader)
    throw new GraphFault(403, 'Authorization_RequestDenied', 'Insufficient privileges to complete the operation.');
  const { query } = call;
  const unknown = [...query.keys()].find((name) => name.startsWith('$') && !OPTIONS.includes(name));
  if (unknown !== undefined) throw new GraphFault(400, 'BadRequest', `The query option '${unknown}' is not supported.`);
  const top = countOf(query.get('$top'), LARGEST_PAGE);
  if (top < 1 || top > LARGEST_PAGE) throw new GraphFault(400, 'BadRequest', 'Invalid page size specified.');
  const holds = filterBy(query.get('$filter'), fields, {});
  const size = Math.min(top, world.settings.logPageSize);
  const from = now - (access.premium ? 30 : 7) * DAY_MS;
  const page: Readonly<Record<string, unknown>>[] = [];
  let after = placeOf(query.get('$skiptoken'));
  let more = true;
  while (page.length < size && more) {
    const rows = readLog(world.db, log, tenantId, { from, now, after, limit: size });
    more = rows.length === size;
    for (const row of rows) {
      if (page.length === size) {
        more = true;
        break;
      }
      after = { at: row.at, sequence: row.sequence };
      if (holds(row.body)) page.push(row.body);
    }
  }
  const next = new URLSearchParams(query);
  if (after !== undefined) next.set('$skiptoken', writePlace(after));
  return json(200, {
    '@odata.context': `${world.address.url}/v1.0/$metadata#auditLogs/${log}`,
    value: page,
    ...(more && after !== undefined
      ? { '@odata.nextLink': `${world.address.url}${call.path}?${next.toString()}` }
      : {}),
  });
}

function placeOf(token: string | null): LogPlace | undefined {
  if (token === null) return undefined;
  const place = readPlace(token);
  if (place === undefined) throw new GraphFault(400, 'BadRequest', 'The skip token is invalid.');
  return place;
}
