import { randomUUID } from 'node:crypto';
import { json } from '../../kit/answer.ts';
import type { GraphRoute } from '../graph/graph.ts';
import { countOf, filterBy } from '../graph/odata.ts';
import type { World } from '../world.ts';
import type { DirectoryUser } from './user.ts';

/** What was done to a user of a directory, as its audit log has it. */
export interface DirectoryAudit {
  readonly id: string;
  readonly tenantId: string;
  readonly at: number;
  readonly activityDisplayName: string;
  /** Name of the person who did it; null for an application. */
  readonly by: string | null;
  readonly user: Pick<DirectoryUser, 'id' | 'displayName' | 'userPrincipalName'>;
}

const FILTERED = ['activityDateTime', 'activityDisplayName', 'category'];

export function noteDirectoryAudit(world: World, { user, ...audit }: Omit<DirectoryAudit, 'id'>): void {
  const id = `Directory_${randomUUID()}`;
  const { id: userId, displayName, userPrincipalName } = user;
  world.directoryAudits.put(id, audit.tenantId, { ...audit, id, user: { id: userId, displayName, userPrincipalName } });
}

/** Contract 12.2: the audit log of the token's directory. */
export const directoryAuditRoutes: readonly GraphRoute[] = [
  {
    method: 'GET',
    pattern: '/v1.0/auditLogs/directoryAudits',
    handle({ world, tenantId, call }) {
      const { query } = call;
      const holds = filterBy(query.get('$filter'), FILTERED, {});
      const size = Math.max(1, Math.min(countOf(query.get('$top'), 1000), 1000));
      const start = countOf(query.get('$skiptoken'), 0);
      const places = world.directoryAudits.ownedBy(tenantId).map((audit, place) => ({ place, row: auditRow(audit) }));
      const rest = places.filter(({ place, row }) => place >= start && holds(row));
      const next = rest[size];
      const onward = new URLSearchParams(query);
      if (next !== undefined) onward.set('$skiptoken', String(next.place));
      return json(200, {
        '@odata.context': `${world.address.url}/v1.0/$metadata#auditLogs/directoryAudits`,
        value: rest.slice(0, size).map(({ row }) => row),
        ...(next === undefined
          ? {}
          : { '@odata.nextLink': `${world.address.url}/v1.0/auditLogs/directoryAudits?${onward.toString()}` }),
      });
    },
  },
];

function auditRow({ id, at, activityDisplayName, by, user }: DirectoryAudit): Record<string, unknown> {
  return {
    id,
    category: 'UserManagement',
    correlationId: id.slice('Directory_'.length),
    result: 'success',
    resultReason: '',
    activityDisplayName,
    activityDateTime: new Date(at).toISOString(),
    loggedByService: 'Core Directory',
    operationType: 'Update',
    initiatedBy:
      by === null ? { user: null, app: { displayName: 'Tenure' } } : { user: { userPrincipalName: by }, app: null },
    targetResources: [{ ...user, type: 'User', modifiedProperties: [] }],
  };
}
