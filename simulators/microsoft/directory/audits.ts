import { recordDirectory } from '../logs/directory-log.ts';
import type { World } from '../world.ts';
import type { DirectoryUser } from './user.ts';

/** What was done to a user of a directory. */
export interface DirectoryAudit {
  readonly tenantId: string;
  readonly at: number;
  readonly activityDisplayName: string;
  /** Name of the person who did it; null for an application. */
  readonly by: string | null;
  readonly user: Pick<DirectoryUser, 'id' | 'userPrincipalName'>;
}

/** Contract 12.2: stands in the audit log of the directory at once. */
export function noteDirectoryAudit(
  world: World,
  { tenantId, at, activityDisplayName, by, user }: DirectoryAudit,
): void {
  recordDirectory(world, {
    tenantId,
    at,
    activity: activityDisplayName,
    category: 'UserManagement',
    result: 'success',
    by: by === null ? { appId: 'application' } : { userPrincipalName: by },
    target: { id: user.id, type: 'User', userPrincipalName: user.userPrincipalName },
  });
}
