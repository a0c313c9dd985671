import { randomUUID } from 'node:crypto';
import { putRecord } from '../logs/log.ts';
import type { World } from '../world.ts';
import type { DirectoryUser } from './user.ts';

/** What was done to a user of a directory, as its audit log has it. */
interface DirectoryAudit {
  readonly id: string;
  readonly tenantId: string;
  readonly at: number;
  readonly activityDisplayName: string;
  /** Name of the person who did it; null for an application. */
  readonly by: string | null;
  readonly user: Pick<DirectoryUser, 'id' | 'displayName' | 'userPrincipalName'>;
}

/** Contract 12.2: what is done to a user stands in the log of its directory, where everything else that was done stands. */
export function noteDirectoryAudit(world: World, { user, ...audit }: Omit<DirectoryAudit, 'id'>): void {
  const id = `Directory_${randomUUID()}`;
  const { id: userId, displayName, userPrincipalName } = user;
  const body = auditRow({ ...audit, id, user: { id: userId, displayName, userPrincipalName } });
  putRecord(world.db, 'directoryAudits', audit.tenantId, { id, at: audit.at, visibleFrom: audit.at, body });
}

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
