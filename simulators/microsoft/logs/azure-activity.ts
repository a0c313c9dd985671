import { randomUUID } from 'node:crypto';
import type { World } from '../world.ts';
import { putRecord } from './log.ts';

/** Something done in an Azure subscription. */
export interface AzureDeed {
  readonly tenantId: string;
  readonly azureSubscriptionId: string;
  /** `Microsoft.Authorization/roleAssignments/write` */
  readonly operation: string;
  readonly at: number;
  readonly visibleFrom?: number;
  readonly status: string;
  readonly subStatus?: string;
  readonly category?: string;
  /** Behind `/subscriptions/{id}/`; default: the subscription itself. */
  readonly resource?: string;
  readonly caller: AzureCaller;
  readonly correlationId?: string;
  readonly properties?: Readonly<Record<string, string>>;
  readonly id?: string;
}

export interface AzureCaller {
  /** Name at sign-in, or the id of an application. */
  readonly name: string;
  /** Absent for an application: its name is its id. */
  readonly objectId?: string | undefined;
  readonly address?: string | undefined;
}

const OBJECT_ID = 'http://schemas.microsoft.com/identity/claims/objectidentifier';

/** Contract 12.2 `EventData`; kept in the transaction of the deed. */
export function recordAzure(world: World, deed: AzureDeed): string {
  const { azureSubscriptionId, operation, at, caller, status, category = 'Administrative' } = deed;
  const id = deed.id ?? randomUUID();
  const resource = deed.resource === undefined ? '' : `/${deed.resource}`;
  const resourceId = `/subscriptions/${azureSubscriptionId}${resource}`;
  const method = operation.endsWith('/delete') ? 'DELETE' : operation.endsWith('/write') ? 'PUT' : 'POST';
  const localized = (value: string): object => ({ value, localizedValue: value });
  const body = {
    eventDataId: id,
    eventTimestamp: new Date(at).toISOString(),
    submissionTimestamp: new Date(deed.visibleFrom ?? at).toISOString(),
    caller: caller.name,
    operationName: localized(operation),
    category: localized(category),
    status: localized(status),
    subStatus: localized(deed.subStatus ?? ''),
    level: status === 'Failed' ? 'Error' : 'Informational',
    resourceId,
    resourceGroupName: /^resourceGroups\/([^/]+)/i.exec(deed.resource ?? '')?.[1] ?? '',
    resourceType: localized(operation.split('/').slice(0, -1).join('/')),
    correlationId: deed.correlationId ?? randomUUID(),
    httpRequest: { clientIpAddress: caller.address ?? '203.0.113.7', method },
    authorization: { action: operation, scope: resourceId },
    claims: caller.objectId === undefined ? { appid: caller.name } : { [OBJECT_ID]: caller.objectId },
    properties: deed.properties ?? {},
  };
  putRecord(world.db, 'azure', azureSubscriptionId, { id, at, visibleFrom: deed.visibleFrom ?? at, body });
  return id;
}

/** An operation as Azure tells it: its beginning, with the request, and its end under one correlation. */
export function recordOperation(
  world: World,
  deed: Omit<AzureDeed, 'status' | 'id' | 'correlationId'>,
  request: Readonly<Record<string, unknown>>,
): void {
  const correlationId = randomUUID();
  const properties = { requestbody: JSON.stringify(request) };
  recordAzure(world, { ...deed, correlationId, status: 'Started', properties });
  recordAzure(world, { ...deed, correlationId, status: 'Succeeded' });
}

/** Contract 14.3: a role assignment leaves its principal and role in the request of its beginning. */
export function recordRoleAssignment(
  world: World,
  deed: Pick<AzureDeed, 'tenantId' | 'azureSubscriptionId' | 'at' | 'caller'> & {
    readonly visibleFrom?: number;
    readonly roleDefinitionId: string;
    readonly principalId: string;
  },
): void {
  const { roleDefinitionId, principalId, ...rest } = deed;
  recordOperation(
    world,
    {
      ...rest,
      operation: 'Microsoft.Authorization/roleAssignments/write',
      resource: `providers/Microsoft.Authorization/roleAssignments/${randomUUID()}`,
    },
    {
      Properties: {
        PrincipalId: principalId,
        PrincipalType: 'User',
        RoleDefinitionId: `/providers/Microsoft.Authorization/roleDefinitions/${roleDefinitionId}`,
        Scope: `/subscriptions/${deed.azureSubscriptionId}`,
      },
    },
  );
}
