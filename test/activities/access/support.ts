import { randomUUID } from 'node:crypto';
import { pino } from 'pino';
import { afterAll, beforeAll } from 'vitest';
import { createDelegatedRelationships } from '../../../adapters/delegated-access/create-delegated-relationships.ts';
import { createTenantAccess } from '../../../adapters/delegated-access/create-tenant-access.ts';
import { createMailer } from '../../../adapters/index.ts';
import { createAzureEntitlements } from '../../../adapters/partner-security/create-azure-entitlements.ts';
import { createTenantActivity } from '../../../adapters/tenant-activity/create-tenant-activity.ts';
import { createTenantCallers } from '../../../adapters/tenants/tenant-callers.ts';
import { loadGrant, openGrant } from '../../../db/access-grants.ts';
import { customerRecords } from '../../../activities/activity/customer-log.ts';
import { changeGrant } from '../../../activities/access/change-grant.ts';
import { assessGrant } from '../../../activities/access/assess-grant.ts';
import { carryOutGrant } from '../../../activities/access/carry-out-grant.ts';
import { keepActivity } from '../../../db/activity.ts';
import type { Db } from '../../../db/database.ts';
import { lockCustomer } from '../../../db/customers.ts';
import { contactStatement } from '../../../db/profiles.ts';
import { inTurn } from '../../../db/statement.ts';
import { writeChange } from '../../../db/write-change.ts';
import { type AccessTarget, roleId } from '../../../domain/access/access-target.ts';
import type { LogWindow } from '../../../domain/activity/log-reading.ts';
import type { GrantFactDraft } from '../../../domain/access/grant-facts.ts';
import { type MailboxSimulator, startMailbox } from '../../../simulators/mailbox/start.ts';
import { startedMicrosoft } from '../../adapters/support/microsoft.ts';
import { rememberedGrant } from '../../adapters/support/remembered-grant.ts';
import { aCustomer, anId, openDatabase, WALL } from '../../db/support.ts';

export const HOUR = 3_600_000;
/** The partner's own tenant, as the simulator knows it. */
export const PARTNER = '11111111-1111-4111-8111-111111111111';

/** A database, the Microsoft simulator, and the activities over both, at an instant that the test sets. */
export function accessHouse() {
  let microsoft: Awaited<ReturnType<typeof startedMicrosoft>>;
  let mailbox: MailboxSimulator;
  let db: Db;
  let parts: Omit<Awaited<ReturnType<typeof opened>>, 'end'>;
  let end: () => Promise<void>;
  const clock = { now: WALL };

  async function opened() {
    microsoft = await startedMicrosoft();
    mailbox = await startMailbox({});
    const { hostname: host, port } = new URL(mailbox.smtpUrl);
    const mailer = createMailer({ host, port: Number(port), requireTls: false, webhookSecret: 'x', silenceMs: 2_000 });
    const { db: connected, close: closeDatabase } = await openDatabase();
    db = connected;
    const userGrant = rememberedGrant();
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
        delegatedRelationships: createDelegatedRelationships(tenants.partnerGraph, connection),
        partnerTenantId: PARTNER,
        unusedAfterDays: 90,
        mailer,
        mailFrom: { address: 'care@partner.example' },
      },
      tenantActivity: createTenantActivity(tenants, connection.limits),
      end: async () => {
        mailer.close();
        await mailbox.stop();
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
    get db() {
      return db;
    },
    get deps() {
      return parts.deps;
    },
    /** Keeps what a log of the customer's tenant tells of a window, as the round does. */
    async keepLog(
      { id, tenant }: { readonly id: string; readonly tenant: string },
      source: 'signIns' | 'directoryAudits',
      window: LogWindow,
    ): Promise<void> {
      const log = { source, tenant, scope: '' };
      for await (const page of customerRecords(parts.tenantActivity, log, window)) {
        const records = page.map(({ operation, told, ...record }) => ({
          ...record,
          id: `${source}/${id}/${record.id}`,
          customerId: id,
          kind: operation,
          told: told && { ...told, knownAt: record.at },
        }));
        await db.transaction().execute((trx) => keepActivity(trx, records, clock.now));
      }
    },
    get relationships() {
      return parts.deps.delegatedRelationships;
    },
    /** Letters that have come to an address. */
    async letters(to: string): Promise<readonly { readonly subject: string; readonly text: string }[]> {
      const read = async (path: string) =>
        JSON.parse(await (await fetch(`${mailbox.url}${path}`, { headers: { accept: 'application/json' } })).text());
      const { items } = await read(`/messages?to=${encodeURIComponent(to)}`);
      return await Promise.all(items.map(({ id }: { id: string }) => read(`/messages/${id}`)));
    },
    /** Somebody who looks after users at the customer. */
    async contact(customerId: string, email: string): Promise<void> {
      const contact = { role: 'technical', name: 'Ola', email };
      const revision = { revision: 1, effectiveOn: '2026-03-02', actor: 'anna', recordedAt: WALL };
      await db.transaction().execute((trx) => inTurn(trx, [contactStatement(customerId, [contact], revision)]));
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
