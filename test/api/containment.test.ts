import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { takeAlert } from '../../activities/security/take-alert.ts';
import type { SecurityAlert } from '../../adapters/partner-security/port.ts';
import { newId } from '../../domain/ids.ts';
import { type Answered, sharedApi, type TestApiOptions } from './support/api.ts';
import { aCustomer } from './support/customers.ts';
import { freshId, record } from './support/debt.ts';
import { decidingAtOnce } from './support/living.ts';
import { pino } from 'pino';

const NOW = Date.UTC(2026, 2, 12, 9);
const SUBSCRIPTION = randomUUID();
const PLAN = randomUUID();
const MACHINE = `/subscriptions/${SUBSCRIPTION}/resourceGroups/rg/providers/Microsoft.Compute/virtualMachines/miner`;

const azure: TestApiOptions['azure'] = {
  plans: async () => [{ id: PLAN, active: true }],
  list: async () => [
    { id: SUBSCRIPTION, planId: PLAN, friendlyName: 'Production', active: true },
    { id: randomUUID(), planId: PLAN, friendlyName: 'Laboratory', active: true },
  ],
  resources: async () => [
    {
      resourceUri: MACHINE,
      resourceType: 'Virtual Machines',
      entitlementId: SUBSCRIPTION.toUpperCase(),
      resourceGroupName: 'rg',
      resourceName: 'miner',
      totalCost: '1100.005',
      currency: 'PLN',
      lastModifiedAt: null,
    },
  ],
};

describe('containment', () => {
  const api = sharedApi({ lifecycle: decidingAtOnce(() => NOW), now: () => NOW, azure });
  let keys = 0;
  const post = (path: string, body: object, as: 'analyst' | 'admin' | 'collector' = 'analyst') =>
    api().ask('POST', path, { as, body, key: `key-${(keys += 1)}` });

  async function aCase(): Promise<{
    readonly path: string;
    readonly id: string;
    readonly customer: string;
    readonly tenant: string;
  }> {
    const tenant = randomUUID();
    const customer = await aCustomer(api(), { onboarding: 'existing', microsoftTenantId: tenant });
    const { body } = await post('/v1/security-cases', {
      customer,
      kind: 'fraud',
      severity: 'high',
      source: 'phone',
      receivedAt: '2026-03-12T08:30:00Z',
      summary: 'Machines nobody knows.',
    });
    return { id: body['id'], path: `/v1/security-cases/${body['id']}`, customer, tenant };
  }
  const containmentsIn = ({ body }: Answered) => body['containments'] as readonly Record<string, unknown>[];

  it('of Azure waits for a second person, who is not the one who asked', async () => {
    const { path } = await aCase();
    const ordered = await post(`${path}/containment`, { action: 'cancelAzureSubscriptions', targets: [SUBSCRIPTION] });
    expect(ordered.status).toBe(200);
    expect(containmentsIn(ordered)).toMatchObject([
      { id: '1', state: 'waiting', approval: 'fourEyes', orderedBy: 'the analyst', approvedBy: null },
    ]);
    const decision = { decision: 'approve', note: 'It is that one.' };
    const own = await post(`${path}/containment/1/decision`, decision);
    expect(own).toMatchObject({ status: 403, body: { code: 'four_eyes' } });
    expect((await post(`${path}/containment/1/decision`, decision, 'collector')).status).toBe(403);
    const early = await post(`${path}/containment/1/reversal`, { note: 'No.' });
    expect(early).toMatchObject({ status: 409, body: { code: 'conflict' } });
    const approved = await post(`${path}/containment/1/decision`, decision, 'admin');
    expect(containmentsIn(approved)).toMatchObject([{ state: 'ordered', approvedBy: 'the admin' }]);
    const again = await post(`${path}/containment/1/decision`, decision, 'admin');
    expect(again).toMatchObject({ status: 409, body: { code: 'conflict' } });
    expect(await post(`${path}/containment/2/decision`, decision, 'admin')).toMatchObject({ status: 404 });
  });

  it('that is refused is never done', async () => {
    const { path } = await aCase();
    await post(`${path}/containment`, { action: 'suspendAzurePlan' });
    const refused = await post(`${path}/containment/1/decision`, { decision: 'refuse', note: 'Wrong plan.' }, 'admin');
    expect(containmentsIn(refused)).toMatchObject([{ state: 'refused', approvedBy: null }]);
  });

  it('of one machine needs nobody else, and is refused where it could not be meant', async () => {
    const { path } = await aCase();
    const stopped = await post(`${path}/containment`, { action: 'stopResource', targets: [MACHINE] });
    expect(containmentsIn(stopped)).toMatchObject([{ state: 'ordered', approval: 'none' }]);
    const disk = MACHINE.replace('virtualMachines', 'disks');
    for (const [action, targets] of [
      ['stopResource', [MACHINE, disk]],
      ['stopResource', []],
      ['revokeSessions', ['adele@contoso.example']],
      ['removeAdminRole', []],
    ] as const) {
      const answer = await post(`${path}/containment`, { action, targets });
      expect(answer).toMatchObject({ status: 422, body: { code: 'containment_not_supported' } });
    }
    expect(await post(`${path}/containment`, { action: 'switchOff' })).toMatchObject({ status: 400 });
  });

  it('is proposed narrowest first, with what it hits, what it saves, and how it is taken back', async () => {
    const { path, tenant } = await aCase();
    await takeAlert(
      {
        db: api().db,
        wallNow: () => NOW,
        newId: (prefix) => newId(prefix, { now: NOW, random: Buffer.alloc(10, 7) }),
        log: pino({ level: 'silent' }),
      },
      alertAbout(tenant),
    );
    const { status, body } = await api().ask('GET', `${path}/containment-proposals`, { as: 'auditor' });
    expect(status).toBe(200);
    expect(body['complete']).toBe(true);
    expect(body['items']).toMatchObject([
      {
        action: 'stopResource',
        targets: [MACHINE],
        blastRadius: { resources: 1, azureSubscriptions: 0, licences: 0 },
        // 1 100.005 over the eleven days before the twelfth.
        cost: { savedPerDay: { amount: '100.00', currency: 'PLN' }, goesOnPerDay: null, billedWhileStopped: false },
        reversible: { how: 'startAgain', dataKeptDays: null },
        approval: 'none',
        why: 'alertNamesTheseMachines',
      },
      {
        action: 'cancelAzureSubscriptions',
        targets: [SUBSCRIPTION],
        blastRadius: { resources: 1, azureSubscriptions: 1, services: ['Virtual Machines'] },
        cost: { savedPerDay: { amount: '100.00' }, goesOnPerDay: { amount: '0.00' } },
        reversible: { how: 'reactivate', dataKeptDays: { least: 30, most: 90 } },
        approval: 'fourEyes',
      },
      { action: 'suspendAzurePlan', targets: [PLAN], blastRadius: { azureSubscriptions: 2 }, approval: 'fourEyes' },
    ]);
  });

  it('by suspension names its fraud hold, which only an analyst gives back', async () => {
    const { path, customer } = await aCase();
    const contained = await post(`${path}/containment`, { action: 'suspendSubscriptions' });
    const [fact] = (contained.body['evidence'] as readonly { kind: string; body: { hold?: string } }[]).filter(
      ({ kind }) => kind === 'case.containmentOrdered',
    );
    const holds = await api().ask('GET', `/v1/holds?customer=${customer}`, { as: 'analyst' });
    expect(holds.body['items']).toMatchObject([{ id: fact?.body.hold, reason: 'fraud' }]);
    const byAdmin = await post(`${path}/containment/1/reversal`, { note: 'Enough.' }, 'admin');
    expect(byAdmin).toMatchObject({ status: 403, body: { code: 'role_required' } });
  });

  describe('of licences', () => {
    /** A customer with an Azure plan, under which two Azure subscriptions are on, two licences, and an add-on to one of them. */
    async function aMixedCase() {
      const found = await aCase();
      const [plan, ...licences] = [freshId('sub'), freshId('sub'), freshId('sub')];
      const [addOn, base] = [freshId('sub'), randomUUID()];
      await record(api(), found.customer, NOW, ({ today: effectiveOn }) =>
        [plan, ...licences, addOn].map((subscription, index) => ({
          kind: 'subscription.observed',
          effectiveOn,
          body: {
            subscription,
            microsoftId: index === 0 ? PLAN.toUpperCase() : index === 1 ? base : randomUUID(),
            offer: index === 0 ? 'DZH318Z0BPS6:0001:DZH318Z0BML6' : 'CFQ7TTC0LH18:0001:CFQ7TTC0K971',
            quantity: 1,
            actual: 'active',
            autoRenewEnabled: true,
            ...(subscription === addOn ? { base } : {}),
          },
        })),
      );
      return { ...found, plan: plan ?? '', licences, addOn };
    }

    it('is not ordered with a plan under which Azure is on: what can be ordered instead is named (practice 52)', async () => {
      const { path, customer, plan, licences, addOn } = await aMixedCase();
      const all = await post(`${path}/containment`, { action: 'suspendSubscriptions' });
      expect(all).toMatchObject({
        status: 422,
        body: { code: 'azure_still_on', errors: [{ pointer: '/targets' }] },
      });
      for (const named of ['suspendAzurePlan', PLAN.toUpperCase(), ...licences])
        expect(all.body['detail']).toContain(named);
      const some = await post(`${path}/containment`, { action: 'suspendSubscriptions', targets: [licences[0], plan] });
      expect(some).toMatchObject({ status: 422, body: { errors: [{ pointer: '/targets/1' }] } });
      expect((await api().ask('GET', `/v1/holds?customer=${customer}`)).body['items']).toEqual([]);

      const proposed = await api().ask('GET', `${path}/containment-proposals`);
      const narrower = proposed.body['items'].find(
        ({ action }: { action: string }) => action === 'suspendSubscriptions',
      );
      expect(narrower).toMatchObject({
        targets: licences,
        approval: 'none',
        blastRadius: { licences: 3, addOns: [addOn] },
      });
      const stopped = await post(`${path}/containment`, { action: 'suspendSubscriptions', targets: narrower.targets });
      expect(containmentsIn(stopped)).toMatchObject([{ state: 'ordered', targets: licences }]);
      const { body } = await api().ask('GET', `/v1/holds?customer=${customer}`);
      const held = (body['items'] as { reason: string; scope: { subscription: string } }[]).map(
        ({ reason, scope }) => `${reason} ${scope.subscription}`,
      );
      expect(held.toSorted()).toEqual(licences.map((subscription) => `fraud ${subscription}`).toSorted());
      expect((await post(`${path}/containment`, { action: 'suspendAzurePlan' })).status).toBe(200);
    });
  });

  it('that waits for a second person stands in one list across all cases', async () => {
    const [one, other] = [await aCase(), await aCase()];
    await post(`${one.path}/containment`, { action: 'suspendAzurePlan' });
    await post(`${one.path}/containment`, { action: 'cancelAzureSubscriptions', targets: [SUBSCRIPTION] }, 'admin');
    await post(`${other.path}/containment`, { action: 'suspendAzurePlan' });
    const list = async (query: string, as: 'analyst' | 'admin' | 'auditor' = 'analyst') =>
      (await api().ask('GET', `/v1/containment-approvals?${query}`, { as })).body;
    const mine = ({ case: id }: { case: string }) => id === one.id || id === other.id;
    const open = (await list('state=open&limit=200'))['items'].filter(mine);
    // Ids that were made in one millisecond have no order.
    const of1 = open.filter(({ case: id }: { case: string }) => id === one.id);
    expect([...of1, ...open.filter(({ case: id }: { case: string }) => id === other.id)]).toMatchObject([
      { case: one.id, containment: '1', action: 'suspendAzurePlan', askedBy: 'the analyst', mayDecide: false },
      { case: one.id, containment: '2', targets: [SUBSCRIPTION], askedBy: 'the admin', mayDecide: true },
      { case: other.id, containment: '1', dueAt: '2026-03-13T08:30:00Z', mayDecide: false },
    ]);
    const decision = { decision: 'approve', note: 'It is that one.' };
    await post(`${one.path}/containment/1/decision`, decision, 'admin');
    await post(`${one.path}/containment/2/decision`, { ...decision, decision: 'refuse' });
    const of = `customer=${one.customer}`;
    expect((await list(`${of}&state=open`))['items']).toEqual([]);
    expect((await list(`${of}&state=approved`, 'auditor'))['items']).toMatchObject([{ decidedBy: 'the admin' }]);
    const first = await list(`${of}&limit=1`);
    expect((await list(`${of}&limit=1&cursor=${first['nextCursor']}`))['items']).toMatchObject([
      { containment: '2', state: 'refused', decidedBy: 'the analyst', mayDecide: false },
    ]);
    expect(await api().ask('GET', '/v1/containment-approvals?cursor=x')).toMatchObject({ status: 400 });
  });

  function alertAbout(tenant: string): SecurityAlert {
    return {
      id: `${SUBSCRIPTION}-1`,
      occurrence: `${SUBSCRIPTION}/1`,
      way: 'graph',
      customerTenantId: tenant,
      azureSubscriptionId: SUBSCRIPTION,
      alertType: 'CryptoMining',
      displayName: 'Mining',
      severity: 'high',
      confidence: 'high',
      status: 'active',
      verdict: null,
      detectedAt: NOW,
      isTest: false,
      affectedResources: [{ id: MACHINE, type: 'AzureResource' }],
    };
  }
});
