import type { Caller } from '../partner-center/call.ts';
import type { PartnerConnection } from '../partner-center/connection.ts';
import { afterWrite, awaitSight, untilKnown } from '../partner-center/doubt.ts';
import { asBoolean, asList, asText, field, type JsonValue } from '../partner-center/json.ts';
import { doubtful, PartnerCenterError } from '../partner-center/partner-center-error.ts';
import type { TenantCallers } from '../tenants/tenant-callers.ts';
import { readGraphPages } from './graph-pages.ts';
import { licenceCounts } from './licences.ts';
import type { PartnerDirectory } from './port.ts';
import { BASIC_PROPERTIES, instantOf, personOf } from './user-view.ts';

/** The largest page that Microsoft gives: fewer where sign-ins are asked for (contract §13). */
const PAGE = 999;
const PAGE_WITH_SIGN_INS = 500;
/** Contract §13: no sign-ins are told of a tenant without Entra ID P1 or P2. */
const NOT_PREMIUM = 'Authentication_RequestFromNonPremiumTenantOrB2CTenant';

interface UserWrite {
  readonly method: 'PATCH' | 'POST' | 'DELETE';
  readonly path: string;
  readonly body?: JsonValue;
}

/** Directories of customers' tenants through Graph (contract §13). */
export function createPartnerDirectory(
  tenants: Pick<TenantCallers, 'graphIn'>,
  { limits, runtime }: Pick<PartnerConnection, 'limits' | 'runtime'>,
): PartnerDirectory {
  const listOf = (tenant: string, path: string): Promise<readonly JsonValue[]> =>
    readGraphPages(tenants.graphIn(tenant), { path, tenant }, limits.pages);

  const look = async (tenant: string, userId: string): Promise<JsonValue | null> => {
    const path = `${userPath(userId)}?$select=id,accountEnabled,signInSessionsValidFromDateTime`;
    return await found(tenants.graphIn(tenant).read({ path, tenant }));
  };

  /** Looks, stops when it is so already, writes, looks until it shows. */
  const carryOut = async (
    tenant: string,
    userId: string,
    write: UserWrite,
    isDone: (user: JsonValue | null) => boolean,
  ): Promise<void> => {
    if (isDone(await look(tenant, userId))) return;
    const messageRequestId = runtime.newGuid();
    const caller: Caller = tenants.graphIn(tenant);
    const seen = async (): Promise<true | null> => (isDone(await look(tenant, userId)) ? true : null);
    const send = async (): Promise<true | null> => {
      await caller.write({ ...write, tenant, messageRequestId });
      return await afterWrite(awaitSight(seen, limits.confirmMs, runtime));
    };
    if ((await untilKnown(send, seen, limits, runtime)) === null) throw doubtful({ code: 'not_yet_visible' });
  };

  const enabled = async (tenant: string, userId: string, wanted: boolean): Promise<void> => {
    const write: UserWrite = { method: 'PATCH', path: userPath(userId), body: { accountEnabled: wanted } };
    await carryOut(tenant, userId, write, (user) => asBoolean(field(user ?? {}, 'accountEnabled')) === wanted);
  };

  return {
    async users(tenant) {
      const basic = BASIC_PROPERTIES.join(',');
      try {
        const path = `/v1.0/users?$select=${basic},signInActivity&$top=${PAGE_WITH_SIGN_INS}`;
        return { users: (await listOf(tenant, path)).map(personOf), areSignInsKnown: true };
      } catch (error) {
        if (!(error instanceof PartnerCenterError) || error.code !== NOT_PREMIUM) throw error;
        const users = await listOf(tenant, `/v1.0/users?$select=${basic}&$top=${PAGE}`);
        return { users: users.map(personOf), areSignInsKnown: false };
      }
    },
    async licences(tenant) {
      const skus = await listOf(tenant, '/v1.0/subscribedSkus');
      return licenceCounts(skus, await listOf(tenant, '/v1.0/directory/subscriptions'));
    },
    async enabledSince(tenant, since) {
      const filter = `activityDateTime ge ${new Date(since).toISOString()} and activityDisplayName eq 'Enable account'`;
      const rows = await listOf(tenant, `/v1.0/auditLogs/directoryAudits?$filter=${encodeURIComponent(filter)}`);
      const targets = rows.flatMap((row) => asList(field(row, 'targetResources')));
      return new Set(targets.flatMap((target) => asText(field(target, 'id'))?.toLowerCase() ?? []));
    },
    async find(tenant, userId) {
      const user = await look(tenant, userId);
      return user === null ? null : { id: userId, isEnabled: asBoolean(field(user, 'accountEnabled')) ?? true };
    },
    disable: (tenant, userId) => enabled(tenant, userId, false),
    enable: (tenant, userId) => enabled(tenant, userId, true),
    delete: (tenant, userId) =>
      carryOut(tenant, userId, { method: 'DELETE', path: userPath(userId) }, (user) => user === null),
    async revokeSessions(tenant, userId) {
      const validFrom = (user: JsonValue | null): number | null =>
        instantOf(field(user ?? {}, 'signInSessionsValidFromDateTime'));
      const before = validFrom(await look(tenant, userId));
      const write: UserWrite = { method: 'POST', path: `${userPath(userId)}/revokeSignInSessions` };
      await carryOut(tenant, userId, write, (user) => (validFrom(user) ?? 0) > (before ?? 0));
    },
  };
}

function userPath(userId: string): string {
  return `/v1.0/users/${encodeURIComponent(userId)}`;
}

/** Null for what is not there. */
async function found(reading: Promise<JsonValue>): Promise<JsonValue | null> {
  try {
    return await reading;
  } catch (error) {
    if (error instanceof PartnerCenterError && error.kind === 'notFound') return null;
    throw error;
  }
}
