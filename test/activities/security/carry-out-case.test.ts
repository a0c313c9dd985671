import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { assessCase } from '../../../activities/security/assess-case.ts';
import { checkContainment } from '../../../activities/security/check-containment.ts';
import { contain } from '../../../activities/security/contain.ts';
import { haveStreamsActed } from '../../../api/clock/streams-acted.ts';
import type { CaseFactDraft } from '../../../domain/security/case-facts.ts';
import type { ContainmentAction } from '../../../domain/security/containment-facts.ts';
import { caseHouse } from './support.ts';

const GLOBAL_ADMINISTRATOR = '62e90394-69f5-4237-9190-012177145e10';
const OWNER = '8e3af657-a8ff-443c-a75c-2fe8c4bcb635';

const house = caseHouse();
const judged = (verdict: 'fraud' | 'legitimate'): CaseFactDraft => ({
  kind: 'case.judged',
  body: { verdict, waived: true },
});

test('a verdict that is changed while it is on its way to Microsoft is returned as it was changed', async () => {
  const { id, tenant, azure } = await house.customer();
  const alert = { customerTenantId: tenant, azureSubscriptionId: azure };
  const { id: alertId } = await house.microsoft.control<{ id: string }>('POST', '/alerts', alert);
  const linked: CaseFactDraft = {
    kind: 'case.alertLinked',
    body: { occurrence: alertId, alert: alertId, way: 'graph', azureSubscription: azure, alertType: 'CryptoMining' },
  };
  const one = await house.case(id, [linked, judged('fraud')]);
  const { securityAlerts } = house.deps;
  await one.carryOut('answer', {
    securityAlerts: {
      ...securityAlerts,
      answer: async (...asked) => {
        await one.add(judged('legitimate'));
        return await securityAlerts.answer(...asked);
      },
    },
  });
  expect((await one.known()).answeredAt).toBeNull();
  await one.carryOut('answer');
  expect((await one.known()).answeredAt).toBe(house.clock.now);
  const { items } = await house.microsoft.control<{ items: readonly object[] }>('GET', '/alerts');
  expect(items).toMatchObject([{ guid: alertId, resolvedReason: 'legitimate' }]);
});

test('a task that was opened while its case was being closed is closed as well', async () => {
  const { id } = await house.customer();
  const order = { containment: '1', action: 'suspendAzurePlan', targets: [], approval: 'fourEyes' } as const;
  const one = await house.case(id, [{ kind: 'case.containmentOrdered', body: order }]);
  const { db } = house.deps;
  let transactions = 0;
  const closesMeanwhile = new Proxy(db, {
    get(target, name) {
      if (name === 'transaction' && (transactions += 1) === 2) {
        const execute = async (work: Parameters<ReturnType<typeof db.transaction>['execute']>[0]) => {
          await one.add(
            { kind: 'case.containmentRefused', body: { containment: '1' } },
            judged('legitimate'),
            { kind: 'case.answered', body: { alerts: [] } },
            { kind: 'case.closed', body: {} },
          );
          return await target.transaction().execute(work);
        };
        return () => ({ execute });
      }
      const value: unknown = Reflect.get(target, name, target);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
  await one.carryOut('task.approval.1', { db: closesMeanwhile });
  await one.carryOut('done.task.approval.1');
  const tasks = await db.selectFrom('task').select(['what', 'open']).where('customer_id', '=', id).execute();
  expect(tasks).toEqual([{ what: 'containmentApproval', open: false }]);
});

test('a containment whose try has died half-way knows what it has stopped, and starts all of that again, and no more', async () => {
  const { id, tenant, azure } = await house.customer();
  const place = `/tenants/${tenant}/azure/${azure}/machines`;
  const machine = async (name: string, power: string) =>
    (await house.microsoft.control<{ id: string }>('POST', place, { name, power })).id;
  const [first, second] = [await machine('first', 'running'), await machine('second', 'running')];
  const still = await machine('still', 'deallocated');
  const order = { containment: '1', action: 'stopResource', targets: [still, first, second] } as const;
  const one = await house.case(id, [{ kind: 'case.containmentOrdered', body: order }]);
  const later = async (minutes: number) => {
    const now = new Date(Date.now() + minutes * 60_000).toISOString();
    await house.microsoft.control('POST', '/clock', { tenantId: tenant, now });
  };
  const powers = async () =>
    (await house.microsoft.control<{ items: { power: string }[] }>('GET', place)).items.map(({ power }) => power);

  const { azureMachines } = house.deps;
  const dies: typeof azureMachines = {
    ...azureMachines,
    deallocate: async (of, machineId) => {
      if (machineId === second) throw new Error('the worker has died');
      await azureMachines.deallocate(of, machineId);
    },
  };
  await expect(one.carryOut('contain.1.1', { azureMachines: dies })).rejects.toThrow('died');
  await later(2);
  await one.carryOut('contain.1.1');
  expect((await one.known()).containments[0]?.stopped.toSorted()).toEqual([first, second].toSorted());
  await later(4);
  expect(await powers()).toEqual(['deallocated', 'deallocated', 'deallocated']);

  await one.add({ kind: 'case.containmentChecked', body: { containment: '1', stillOn: [] } });
  await one.add({ kind: 'case.reversalOrdered', body: { containment: '1' } });
  await one.carryOut('restart.1');
  await later(10);
  expect(await powers()).toEqual(['running', 'running', 'deallocated']);
});

async function workOn(customerId: string, action: ContainmentAction, targets: readonly string[]) {
  const order = { kind: 'case.containmentOrdered', body: { containment: '1', action, targets } } as const;
  return await (await house.case(customerId, [order], 'security')).work();
}

test('an account’s sign-ins are ended; of one that is gone there are none', async () => {
  const { microsoft, deps } = house;
  const { id: customerId, tenant } = await house.customer();
  const user = randomUUID();
  const users = [{ id: user, createdAt: '2026-01-01T00:00:00Z' }];
  await microsoft.control('POST', `/tenants/${tenant}/directory`, { users });
  const work = await workOn(customerId, 'revokeSessions', [user, randomUUID()]);
  expect(await contain(deps, work, '1')).toMatchObject([{ body: { stopped: [user] } }]);
  expect(await checkContainment(deps, work, '1')).toMatchObject([{ body: { stillOn: [] } }]);
});

test('an account loses its roles in the directory and in Azure, and nobody else does', async () => {
  const { microsoft, deps } = house;
  const { id: customerId, tenant, azure } = await house.customer();
  const intruder = randomUUID();
  const directory = `/tenants/${tenant}/directory-roles`;
  const admin = { roleDefinitionId: GLOBAL_ADMINISTRATOR };
  await microsoft.control('POST', directory, { ...admin, principalId: intruder });
  const { id: colleague } = await microsoft.control<{ id: string }>('POST', directory, admin);
  await microsoft.control('POST', `/azure-subscriptions/${azure}/roles`, { role: OWNER, principalId: intruder });

  const work = await workOn(customerId, 'removeAdminRole', [intruder]);
  const stillOn = async () => (await checkContainment(deps, work, '1'))[0]?.body;
  expect(await stillOn()).toMatchObject({ stillOn: [expect.any(String), expect.any(String)] });
  expect(await contain(deps, work, '1')).toMatchObject([
    { kind: 'case.containmentSent', body: { stopped: [expect.any(String), expect.any(String)] } },
  ]);
  expect(await stillOn()).toEqual({ containment: '1', stillOn: [] });
  const { items } = await microsoft.control<{ items: { id: string }[] }>('GET', directory);
  expect(items.map(({ id }) => id)).toEqual([colleague]);
});

test('a clock that arrives waits for what a case does: it has acted once what its facts ask for was done', async () => {
  const { id: customer } = await house.customer();
  const one = await house.case(customer, []);
  const { deps, clock } = house;
  const hasActed = () => haveStreamsActed(deps.db, customer, clock.now);
  const { caseId } = await one.work();
  await assessCase(deps, { caseId, customerId: customer });
  expect(await hasActed()).toBe(false);
  await one.add({ kind: 'case.told', body: { key: 'received', sent: true } });
  expect(await hasActed()).toBe(true);
});
