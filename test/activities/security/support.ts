import { pino } from 'pino';
import { afterAll, beforeAll } from 'vitest';
import { carryOutCase } from '../../../activities/security/carry-out-case.ts';
import { changeCase } from '../../../activities/security/change-case.ts';
import type { ActivityDeps } from '../../../activities/deps.ts';
import { createAzureMachines } from '../../../adapters/azure-resources/create-azure-machines.ts';
import { createTenantAccess } from '../../../adapters/delegated-access/create-tenant-access.ts';
import { createPartnerDirectory } from '../../../adapters/partner-directory/create-partner-directory.ts';
import { createAzureEntitlements } from '../../../adapters/partner-security/create-azure-entitlements.ts';
import { createSecurityAlerts } from '../../../adapters/partner-security/create-security-alerts.ts';
import { createTenantCallers } from '../../../adapters/tenants/tenant-callers.ts';
import { lockCustomer } from '../../../db/customers.ts';
import type { Db } from '../../../db/database.ts';
import { loadCase, openCase } from '../../../db/security-cases.ts';
import { writeChange } from '../../../db/write-change.ts';
import type { CaseFactDraft, CaseKind } from '../../../domain/security/case-facts.ts';
import { startedMicrosoft } from '../../adapters/support/microsoft.ts';
import { rememberedGrant } from '../../adapters/support/remembered-grant.ts';
import { aCustomer, anId, openDatabase, WALL } from '../../db/support.ts';

const AZURE_PLAN = 'DZH318Z0BPS6:0001:DZH318Z0BML6';

/** A database, the Microsoft simulator, and what a case does outside over both, at an instant that the test sets. */
export function caseHouse() {
  let microsoft: Awaited<ReturnType<typeof startedMicrosoft>>;
  let db: Db;
  let parts: Omit<Awaited<ReturnType<typeof opened>>, 'end'>;
  let end: () => Promise<void>;
  const clock = { now: WALL };

  async function opened() {
    microsoft = await startedMicrosoft({ entitlementAfterMs: 0 });
    const { db: connected, close: closeDatabase } = await openDatabase();
    db = connected;
    const userGrant = rememberedGrant();
    const connection = microsoft.connection({ userGrant });
    const tenants = createTenantCallers({ ...microsoft.standard(), userGrant }, connection);
    const deps: Partial<ActivityDeps> = {
      db,
      wallNow: () => clock.now,
      newId: anId,
      log: pino({ level: 'silent' }),
      securityAlerts: createSecurityAlerts(microsoft.standard(), connection),
      azureEntitlements: createAzureEntitlements(connection),
      azureMachines: createAzureMachines(tenants, connection),
      tenantAccess: createTenantAccess(tenants, connection),
      partnerDirectory: createPartnerDirectory(tenants, connection),
    };
    return {
      deps: deps as ActivityDeps,
      end: async () => {
        await connection.close();
        await microsoft.stop();
        await closeDatabase();
      },
    };
  }
  beforeAll(async () => {
    ({ end, ...parts } = await opened());
  });
  afterAll(() => end());

  return {
    clock,
    get deps() {
      return parts.deps;
    },
    get microsoft() {
      return microsoft;
    },
    /** A customer whose tenant Microsoft knows, with one Azure subscription that is on. */
    async customer(): Promise<{ readonly id: string; readonly tenant: string; readonly azure: string }> {
      const tenant = microsoft.newTenant();
      const id = await aCustomer(db, { tenant });
      const plan = await microsoft.seed(tenant, { offerId: AZURE_PLAN, quantity: 1 });
      const under = `/tenants/${tenant}/subscriptions/${plan}/entitlements`;
      return { id, tenant, azure: (await microsoft.control<{ id: string }>('POST', under, {})).id };
    },
    /** A case of the customer with these facts after its receipt. */
    async case(customerId: string, drafts: readonly CaseFactDraft[], kind: CaseKind = 'fraud') {
      const caseId = anId('sec');
      const input = { caseId, customerId };
      const body = { kind, severity: 'high', source: 'watch', receivedAt: clock.now, answerBy: null } as const;
      const stamp = { at: clock.now, recordedAt: clock.now, actor: 'test' };
      await db.transaction().execute(async (trx) => {
        const customer = await lockCustomer(trx, customerId);
        const receipt: CaseFactDraft = { kind: 'case.received', body };
        await writeChange(trx, customer, openCase({ id: caseId, customerId }, [receipt, ...drafts], stamp));
      });
      const known = async () => {
        const loaded = await loadCase(db, caseId);
        if (loaded === undefined) throw new Error('the case is gone');
        return loaded.known;
      };
      return {
        known,
        add: (...more: readonly CaseFactDraft[]) => changeCase(parts.deps, input, () => more),
        /** The case as an activity has it. */
        work: async () => ({ ...input, known: await known() }),
        carryOut: (effectKey: string, own: Partial<ActivityDeps> = {}) =>
          carryOutCase({ ...parts.deps, ...own }, { ...input, effectKey }),
      };
    },
  };
}
