import { randomUUID } from 'node:crypto';
import type { World } from '../world.ts';
import { putRecord } from './log.ts';

/** Who did something in a directory. */
export interface DirectoryDoer {
  readonly userId?: string | undefined;
  readonly userPrincipalName?: string | undefined;
  /** An application instead of a person. */
  readonly appId?: string | undefined;
  readonly address?: string | undefined;
}

/** Something changed in a directory: a role given, a policy deleted. */
export interface DirectoryDeed {
  readonly tenantId: string;
  readonly at: number;
  readonly visibleFrom?: number | undefined;
  readonly id?: string | undefined;
  /** Entra's words: `Add member to role`. */
  readonly activity: string;
  readonly category: string;
  readonly result: 'success' | 'failure';
  readonly by: DirectoryDoer;
  readonly target: { readonly id: string; readonly type: string; readonly userPrincipalName?: string | undefined };
  /** Template of the role that is given. */
  readonly role?: { readonly templateId: string; readonly name: string } | undefined;
}

/** Contract 12.2: a record of `directoryAudits`. What was new stands as JSON in text, a role by its template. */
export function recordDirectory(world: World, deed: DirectoryDeed): string {
  const { tenantId, at, activity, category, result, by, target, role } = deed;
  const id = deed.id ?? `Directory_${randomUUID()}`;
  const modified = (displayName: string, value: string): object => ({
    displayName,
    oldValue: null,
    newValue: JSON.stringify(value),
  });
  const body = {
    id,
    category,
    correlationId: randomUUID(),
    result,
    resultReason: '',
    activityDisplayName: activity,
    activityDateTime: new Date(at).toISOString(),
    loggedByService: 'Core Directory',
    operationType: activity.split(' ')[0],
    initiatedBy:
      by.appId === undefined
        ? {
            user: {
              id: by.userId ?? null,
              userPrincipalName: by.userPrincipalName ?? null,
              ipAddress: by.address ?? null,
            },
          }
        : { app: { appId: by.appId, displayName: 'An application' } },
    targetResources: [
      {
        id: target.id,
        type: target.type,
        userPrincipalName: target.userPrincipalName ?? null,
        modifiedProperties:
          role === undefined
            ? []
            : [modified('Role.DisplayName', role.name), modified('Role.TemplateId', role.templateId)],
      },
      ...(role === undefined
        ? []
        : [{ id: randomUUID(), type: 'Role', displayName: role.name, modifiedProperties: [] }]),
    ],
    additionalDetails: [],
  };
  putRecord(world.db, 'directoryAudits', tenantId, { id, at, visibleFrom: deed.visibleFrom ?? at, body });
  return id;
}

/** Somebody signs in, or tries to. */
export interface SigningIn {
  readonly tenantId: string;
  readonly at: number;
  readonly visibleFrom?: number | undefined;
  readonly id?: string | undefined;
  readonly userId: string;
  readonly userPrincipalName: string;
  /** Where the user is at home; default: here. */
  readonly homeTenantId?: string | undefined;
  readonly address: string;
  readonly country: string | null;
  /** 0: it succeeded. */
  readonly errorCode: number;
  readonly risk: string;
}

/** Contract 12.2: a record of `signIns`. */
export function recordSignIn(world: World, signIn: SigningIn): string {
  const { tenantId, at, userId, userPrincipalName, address, country, errorCode, risk } = signIn;
  const id = signIn.id ?? randomUUID();
  const body = {
    id,
    createdDateTime: new Date(at).toISOString(),
    userId,
    userPrincipalName,
    appDisplayName: 'Azure Portal',
    ipAddress: address,
    clientAppUsed: 'Browser',
    isInteractive: true,
    conditionalAccessStatus: 'notApplied',
    riskLevelAggregated: risk,
    riskLevelDuringSignIn: risk,
    riskState: risk === 'none' ? 'none' : 'atRisk',
    riskEventTypes_v2: [],
    status: { errorCode, failureReason: errorCode === 0 ? 'Other.' : 'Invalid username or password.' },
    location: { city: null, state: null, countryOrRegion: country },
    deviceDetail: {},
    resourceTenantId: tenantId,
    homeTenantId: signIn.homeTenantId ?? tenantId,
  };
  putRecord(world.db, 'signIns', tenantId, { id, at, visibleFrom: signIn.visibleFrom ?? at, body });
  return id;
}
