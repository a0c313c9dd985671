import { etagOf } from './relationship.ts';

/** Contract 14.1: what a security group of the partner may do under a relationship. */
export interface AccessAssignment {
  readonly id: string;
  readonly relationshipId: string;
  readonly securityGroup: string;
  readonly roles: readonly string[];
  readonly status: 'active' | 'deleted';
  readonly createdAt: number;
  readonly modifiedAt: number;
  readonly version: number;
}

/** `pending` is what the answer to its creation says; a later read finds it active. */
export function assignmentResource(
  one: AccessAssignment,
  status: AccessAssignment['status'] | 'pending' = one.status,
): Readonly<Record<string, unknown>> {
  return {
    '@odata.etag': etagOf(one),
    id: one.id,
    status,
    accessContainer: { accessContainerId: one.securityGroup, accessContainerType: 'securityGroup' },
    accessDetails: { unifiedRoles: one.roles.map((roleDefinitionId) => ({ roleDefinitionId })) },
    createdDateTime: new Date(one.createdAt).toISOString(),
    lastModifiedDateTime: new Date(one.modifiedAt).toISOString(),
  };
}
