import { randomUUID } from 'node:crypto';
import { MockActivityEnvironment } from '@temporalio/testing';
import { pino } from 'pino';
import { describe, expect, it } from 'vitest';
import type { ActivityDeps } from '../../../activities/deps.ts';
import { compareSubscriptions } from '../../../activities/rounds/compare-subscriptions.ts';
import { findReenabled } from '../../../activities/security/find-reenabled.ts';
import { createPartnerCenter } from '../../../adapters/index.ts';
import { createAzureMachines } from '../../../adapters/azure-resources/create-azure-machines.ts';
import { createAzureEntitlements } from '../../../adapters/partner-security/create-azure-entitlements.ts';
import { createTenantCallers } from '../../../adapters/tenants/tenant-callers.ts';
import { lockCustomer } from '../../../db/customers.ts';
import { continueCase, loadCase, openCase } from '../../../db/security-cases.ts';
import { writeChange } from '../../../db/write-change.ts';
import type { CaseFactDraft } from '../../../domain/security/case-facts.ts';
import type { ContainmentAction } from '../../../domain/security/containment-facts.ts';
import { aCustomer, anId, record, WALL } from '../../db/support.ts';
import { microsoftGround } from '../support/microsoft-ground.ts';

const PLAN_OFFER = 'DZH318Z0BPS6:0001:DZH318Z0BML6';
const DAY = 24 * 3_600_000;

const { db, microsoft, connection, userGrant } = await microsoftGround();

/** The part of the daily round that is tested here; `whole` is all of it, with what goes before. */
async function round(whole = false, partnerCenter = createPartnerCenter(microsoft.standard())): Promise<unknown> {
  const parts: Partial<ActivityDeps> = {
    db,
    azureEntitlements: createAzureEntitlements(connection),
    partnerCenter,
    azureMachines: createAzureMachines(
      createTenantCallers({ ...microsoft.standard(), userGrant }, connection),
      connection,
    ),
    wallNow: () => WALL + DAY,
    newId: anId,
    log: pino({ level: 'silent' }),
  };
  const deps = parts as ActivityDeps;
  return await new MockActivityEnvironment().run(() => (whole ? compareSubscriptions(deps) : findReenabled(deps)));
}

/** A customer with one Azure plan and two Azure subscriptions under it, both on. */
async function anAzureCustomer() {
  const tenant = randomUUID();
  const customerId = await aCustomer(db, { tenant });
  const plan = await microsoft.seed(tenant, { offerId: PLAN_OFFER });
  const under = `/tenants/${tenant}/subscriptions/${plan}/entitlements`;
  const [first, second] = [
    (await microsoft.control<{ id: string }>('POST', under, { active: false })).id,
    (await microsoft.control<{ id: string }>('POST', under, { active: false })).id,
  ];
  const switchOn = (id: string) => microsoft.control('POST', `${under}/${id}/customer-reactivation`);
  return { customerId, tenant, plan, first, second, switchOn };
}

const write = async (customerId: string, caseId: string, drafts: readonly CaseFactDraft[]): Promise<void> => {
  await db.transaction().execute(async (trx) => {
    const customer = await lockCustomer(trx, customerId);
    const loaded = await loadCase(trx, caseId);
    const stamp = { at: WALL, recordedAt: WALL, actor: 'case' };
    const { statements, events } =
      loaded === undefined ? openCase({ id: caseId, customerId }, drafts, stamp) : continueCase(loaded, drafts, stamp);
    await writeChange(trx, customer, { statements, events });
  });
};

/** A fraud that was contained, judged, answered and closed. */
async function aClosedFraud(
  customerId: string,
  { action, targets, stopped, holds = [] }: Ordered,
  verdict: 'fraud' | 'legitimate' = 'fraud',
): Promise<string> {
  const caseId = anId('sec');
  const containment = '1';
  await write(customerId, caseId, [
    {
      kind: 'case.received',
      body: { kind: 'fraud', severity: 'high', source: 'alert', receivedAt: WALL, answerBy: null },
    },
    { kind: 'case.containmentOrdered', body: { containment, action, targets, holds } },
    { kind: 'case.containmentSent', body: { containment, stopped } },
    { kind: 'case.containmentChecked', body: { containment, stillOn: [] } },
    { kind: 'case.judged', body: { verdict, waived: false } },
    { kind: 'case.answered', body: { alerts: [] } },
    { kind: 'case.closed', body: {} },
  ]);
  return caseId;
}
interface Ordered {
  readonly action: ContainmentAction;
  readonly targets: readonly string[];
  readonly stopped: readonly string[];
  readonly holds?: readonly string[];
}
const openCasesOf = async (customerId: string) => {
  const rows = await db
    .selectFrom('security_case')
    .select('id')
    .where('customer_id', '=', customerId)
    .where('closed_at', 'is', null)
    .orderBy('id')
    .execute();
  return await Promise.all(rows.map(async ({ id }) => ({ id, known: (await loadCase(db, id))?.known })));
};

describe('what was stopped for a fraud that is closed', () => {
  it('is found when the customer switches it on again: one new case, linked to the old one, once for each thing', async () => {
    const { customerId, first, second, switchOn } = await anAzureCustomer();
    const stopped = [first, second];
    const old = await aClosedFraud(customerId, { action: 'suspendAzurePlan', targets: [], stopped });
    await round();
    expect(await openCasesOf(customerId)).toEqual([]);

    await switchOn(first);
    await round(true);
    const [found, ...others] = await openCasesOf(customerId);
    expect(others).toEqual([]);
    expect(found?.known).toMatchObject({
      kind: 'fraud',
      severity: 'high',
      source: 'watch',
      reenabled: [{ case: old, containment: '1', target: first }],
    });
    expect(await round()).toBe(0);

    await switchOn(second);
    await round();
    const later = await openCasesOf(customerId);
    expect(later.map(({ known }) => known?.reenabled.map(({ target }) => target))).toEqual([[first, second]]);
  });

  it('is not looked for where it was taken back, where it was no fraud, and beyond what was stopped', async () => {
    const { customerId, first, second, switchOn } = await anAzureCustomer();
    const cancel = { action: 'cancelAzureSubscriptions', targets: [first], stopped: [first] } as const;
    const back = await aClosedFraud(customerId, cancel);
    await write(customerId, back, [{ kind: 'case.reversalOrdered', body: { containment: '1' } }]);
    await aClosedFraud(customerId, cancel, 'legitimate');
    await aClosedFraud(customerId, { action: 'suspendAzurePlan', targets: [], stopped: [] });
    await switchOn(first);
    await switchOn(second);
    await round();
    expect(await openCasesOf(customerId)).toEqual([]);
  });

  it('asks Microsoft once for each customer, however many cases he has', async () => {
    const { customerId, tenant, first } = await anAzureCustomer();
    for (let nth = 0; nth < 3; nth += 1)
      await aClosedFraud(customerId, { action: 'cancelAzureSubscriptions', targets: [first], stopped: [first] });
    const before = (await microsoft.requests(tenant)).length;
    await round();
    const one = (await microsoft.requests(tenant)).length - before;
    await aClosedFraud(customerId, { action: 'suspendAzurePlan', targets: [], stopped: [first] });
    await round();
    expect([one, (await microsoft.requests(tenant)).length - before]).toEqual([2, 4]);
  });

  it('is found before the subscriptions of a long book are compared, and whatever becomes of that', async () => {
    const { customerId, first, switchOn } = await anAzureCustomer();
    await aClosedFraud(customerId, { action: 'cancelAzureSubscriptions', targets: [first], stopped: [first] });
    await switchOn(first);
    const found: number[] = [];
    const listSubscriptions = async (): Promise<never> => {
      found.push((await openCasesOf(customerId)).length);
      throw new TypeError('nobody has foreseen this');
    };
    await round(true, { ...createPartnerCenter(microsoft.standard()), listSubscriptions });
    expect(found[0]).toBe(1);
  });

  it('is found as well where it is a machine, or licences that serve under their fraud hold', async () => {
    const { customerId, tenant, first, switchOn } = await anAzureCustomer();
    await switchOn(first);
    const place = `/tenants/${tenant}/azure/${first}/machines`;
    const machineOf = async (name: string, power: string) =>
      (await microsoft.control<{ id: string }>('POST', place, { name, power })).id;
    const [machine, freed] = [await machineOf('miner', 'running'), await machineOf('still', 'deallocated')];
    const [subscription, hold] = [anId('sub'), anId('hld')];
    const seen = { microsoftId: randomUUID(), offer: 'offer', quantity: 1, autoRenewEnabled: true } as const;
    await record(db, customerId, [
      {
        kind: 'subscription.observed',
        effectiveOn: '2026-03-02',
        body: { subscription, ...seen, actual: 'active' },
      },
      {
        kind: 'hold.placed',
        effectiveOn: '2026-03-02',
        body: { hold, reason: 'fraud', scope: { subscription }, until: null, placedBy: 'the analyst' },
      },
    ]);
    await aClosedFraud(customerId, { action: 'stopResource', targets: [machine, freed], stopped: [machine, freed] });
    await aClosedFraud(customerId, {
      action: 'suspendSubscriptions',
      targets: [subscription],
      stopped: [],
      holds: [hold],
    });
    await round();
    const found = await openCasesOf(customerId);
    const targets = found.map(({ known }) => known?.reenabled.map(({ target }) => target).toSorted());
    expect(targets).toEqual([[machine, subscription]]);
  });
});
