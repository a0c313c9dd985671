import { randomUUID } from 'node:crypto';
import { pino } from 'pino';
import { afterAll, beforeAll } from 'vitest';
import { createDelegatedRelationships } from '../../../adapters/delegated-access/create-delegated-relationships.ts';
import { createTenantAccess } from '../../../adapters/delegated-access/create-tenant-access.ts';
import { createAzureEntitlements } from '../../../adapters/partner-security/create-azure-entitlements.ts';
import { createTenantCallers } from '../../../adapters/tenants/tenant-callers.ts';
import { loadGrant, openGrant } from '../../../db/access-grants.ts';
import { changeGrant } from '../../../activities/access/change-grant.ts';
import { assessGrant } from '../../../activities/access/assess-grant.ts';
import { carryOutGrant } from '../../../activities/access/carry-out-grant.ts';
import type { Db } from '../../../db/database.ts';
import { lockCustomer } from '../../../db/customers.ts';
import { writeChange } from '../../../db/write-change.ts';
import { type AccessTarget, roleId } from '../../../domain/access/access-target.ts';
import type { GrantFactDraft } from '../../../domain/access/grant-facts.ts';
import { startedMicrosoft } from '../../adapters/support/microsoft.ts';
import { aCustomer, anId, openDatabase, WALL } from '../../db/support.ts';

export const HOUR = 3_600_000;

/** A database, the Microsoft simulator, and the activities over both, at an instant that the test sets. */
export function accessHouse() {
  let microsoft: Awaited<ReturnType<typeof startedMicrosoft>>;
  let db: Db;
  let parts: Omit<Awaited<ReturnType<typeof opened>>, 'end'>;
  let end: () => Promise<void>;
  const clock = { now: WALL };

  async function opened() {
    microsoft = await startedMicrosoft();
    const { test, db: connected } = await openDatabase();
    db = connected;
    let held = 'simulated-refresh-token';
    const userGrant = {
      readRefreshToken: async () => held,
      replaceRefreshToken: async (token: string, used: string) => {
        if (held === used) held = token;
      },
    };
    const connection = microsoft.connection({ userGrant });
    const tenants = createTenantCallers({ ...microsoft.standard(), userGrant }, connection);
    return {
      deps: {
        db,
        wallNow: () => clock.now,
        newId: anId,
        log: pino({ level: 'silent' }),
        tenantAccess: createTenantAccess(tenants, connection),
        azureEntitlements: createAzureEntitlements(connection),
      },
      relationships: createDelegatedRelationships(tenants.partnerGraph, connection),
      end: async () => {
        await connection.close();
        await microsoft.stop();
        await db.destroy();
        await test.drop();
      },
    };
  }
  beforeAll(async () => {
    ({ end, ...parts } = await opened());
  });
  afterAll(() => end());

  return {
    clock,
    get db() {
      return db;
    },
    get deps() {
      return parts.deps;
    },
    get relationships() {
      return parts.relationships;
    },
    control: <T>(method: string, path: string, body?: object) => microsoft.control<T>(method, path, body),
    /** A customer whose tenant Microsoft knows. */
    async customer(): Promise<{ id: string; tenant: string }> {
      const tenant = randomUUID();
      return { id: await aCustomer(db, { tenant }), tenant };
    },
    /** A grant of a reading role, or of `role`, from now on for two hours, with further facts. */
    async grant(customerId: string, drafts: readonly GrantFactDraft[] = [APPROVED], role = 'globalReader') {
      const id = anId('acg');
      const target: AccessTarget = {
        kind: 'directoryRole',
        role: roleId('directoryRole', role) ?? '',
        principal: randomUUID(),
      };
      const [startsAt, endsAt] = [clock.now, clock.now + 2 * HOUR];
      const body = { target, startsAt, endsAt, askedBy: 'anna', waiverAsked: false };
      const stamp = { at: clock.now, recordedAt: clock.now, actor: 'anna' };
      await db.transaction().execute(async (trx) => {
        const customer = await lockCustomer(trx, customerId);
        await writeChange(trx, customer, openGrant({ id, customerId }, [{ kind: 'grant.requested', body }], stamp));
      });
      const input = { grantId: id, customerId };
      if (drafts.length > 0) await changeGrant(parts.deps, input, () => drafts);
      return {
        id,
        target,
        add: (...more: readonly GrantFactDraft[]) => changeGrant(parts.deps, input, () => more),
        known: async () => {
          const loaded = await loadGrant(db, id);
          if (loaded === undefined) throw new Error('the grant is gone');
          return loaded.known;
        },
        /** What its workflow does until it sleeps. */
        async stirred(): Promise<void> {
          for (;;) {
            const { effects } = await assessGrant(parts.deps, input);
            const [effect] = effects;
            if (effect === undefined) return;
            await carryOutGrant(parts.deps, { ...input, effectKey: effect.key });
          }
        },
      };
    },
    /** Coded words of the customer's tasks. */
    async tasks(customerId: string): Promise<readonly string[]> {
      const rows = await db
        .selectFrom('task')
        .select('what')
        .where('customer_id', '=', customerId)
        .orderBy('opened_at')
        .execute();
      return rows.map(({ what }) => what);
    },
    async rolesAtMicrosoft(tenant: string): Promise<readonly string[]> {
      const path = `/tenants/${tenant}/directory-roles`;
      const { items } = await microsoft.control<{ items: { principalId: string }[] }>('GET', path);
      return items.map(({ principalId }) => principalId);
    },
  };
}

export const APPROVED: GrantFactDraft = { kind: 'grant.approved', body: { waived: [] } };
