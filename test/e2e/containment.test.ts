import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startApi, type TestApi } from '../api/support/api.ts';
import { type House, openHouse } from '../support/house.ts';
import { installStandardPolicy, moveIn, type Resident } from '../support/residents.ts';

const AZURE_PLAN = 'DZH318Z0BPS6:0001:DZH318Z0BML6';
const DEPUTY = 'deputy@partner.example';
const POLL = { timeout: 20_000 };

describe('containment on the real servers', () => {
  let house: House;
  let api: TestApi;
  let closeApi: () => Promise<void>;
  beforeAll(async () => {
    house = await openHouse({ environment: { SECURITY_DEPUTY: DEPUTY } });
    await installStandardPolicy(house);
    const { database, lifecycle, clocks: clockMover } = house;
    api = await startApi({ database, lifecycle: () => lifecycle, clockMover }, (close) => {
      closeApi = close;
    });
  });
  afterAll(async () => {
    await closeApi();
    await house.close();
  });

  const control = async <T>(method: string, path: string, body?: object): Promise<T> => {
    const answer = await fetch(`${house.addresses.microsoft}/control${path}`, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    expect(answer.status).toBeLessThan(300);
    return (await answer.json()) as T;
  };

  /** A customer with two Azure subscriptions, and a call about him at eight in the morning. */
  async function suspected() {
    const resident = await moveIn(house, '2026-01-05');
    const tenant = `/tenants/${resident.tenant}`;
    const { id: plan } = await control<{ id: string }>('POST', `${tenant}/subscriptions`, {
      offerId: AZURE_PLAN,
      quantity: 1,
    });
    const under = `${tenant}/subscriptions/${plan}/entitlements`;
    const azure: string[] = [];
    while (azure.length < 2) azure.push((await control<{ id: string }>('POST', under, {})).id);
    await resident.advanceTo('2026-01-05', '08:00');
    const taken = await api.ask('POST', '/v1/security-cases', {
      as: 'analyst',
      body: {
        customer: resident.id,
        kind: 'fraud',
        severity: 'high',
        source: 'phone',
        receivedAt: '2026-01-05T07:00:00Z',
        summary: 'Machines that nobody knows.',
      },
    });
    const path = `/v1/security-cases/${taken.body['id']}`;
    const states = async () =>
      (await control<{ items: { status: string }[] }>('GET', under)).items.map(({ status }) => status);
    return { resident, tenant, plan, under, azure, path, states };
  }
  let keys = 0;
  const post = async (path: string, body: object, as: 'analyst' | 'admin' = 'analyst') => {
    const answer = await api.ask('POST', path, { as, body, key: `key-${(keys += 1)}` });
    expect([200, 202]).toContain(answer.status);
    return answer;
  };
  const look = async (path: string) => (await api.ask('GET', path, { as: 'analyst' })).body;
  const stateOf = async (path: string, id = '1') =>
    (await look(path))['containments'].find((one: { id: string }) => one.id === id).state;
  const facts = async (path: string) => (await look(path))['evidence'].map(({ kind }: { kind: string }) => kind);
  /** Moves the clock on, six minutes at a time (a look comes every five), until it is so. */
  async function passing(resident: Resident, from: number, isSo: () => Promise<boolean>): Promise<void> {
    for (let minutes = from; minutes < from + 60; minutes += 6) {
      const hours = String(8 + Math.floor(minutes / 60)).padStart(2, '0');
      await resident.advanceTo('2026-01-05', `${hours}:${String(minutes % 60).padStart(2, '0')}`);
      for (let tries = 0; tries < 30; tries += 1) {
        if (await isSo()) return;
        await sleep(50);
      }
    }
    throw new Error('it does not come to pass');
  }
  const isIn =
    (path: string, state: string, id = '1') =>
    async () =>
      (await stateOf(path, id)) === state;
  const planStatus = async (resident: Resident, plan: string) =>
    (
      await house.db
        .selectFrom('subscription')
        .select('actual')
        .where('customer_id', '=', resident.id)
        .where('microsoft_id', '=', plan)
        .executeTakeFirst()
    )?.actual;

  it('of the whole plan goes in order once two have agreed, and is given back in order', async () => {
    const { resident, plan, path, states } = await suspected();
    await post(`${path}/containment`, { action: 'suspendAzurePlan' });
    await resident.advanceTo('2026-01-05', '08:05');
    expect(await states()).toEqual(['active', 'active']);
    await post(`${path}/containment/1/decision`, { decision: 'approve', note: 'It is that one.' }, 'admin');
    await expect.poll(() => facts(path), POLL).toContain('case.containmentSent');
    // Microsoft is as old as the customer when it is read back: nobody waits for a second look.
    await resident.advanceTo('2026-01-05', '08:20');
    await expect.poll(() => facts(path), { timeout: 10_000 }).toContain('case.planHeld');
    expect(await states()).toEqual(['inactive', 'inactive']);
    await expect.poll(() => planStatus(resident, plan), POLL).toBe('suspended');
    await passing(resident, 80, isIn(path, 'proven'));
    await post(`${path}/verdict`, { verdict: 'fraud', note: 'Mining.' });
    await expect.poll(async () => (await look(path))['state'], POLL).toBe('closed');

    await post(`${path}/containment/1/reversal`, { note: 'The customer is clean again.' });
    await expect.poll(() => planStatus(resident, plan), POLL).toBe('active');
    await passing(resident, 140, isIn(path, 'reversed'));
    expect(await states()).toEqual(['active', 'active']);
  });

  it('is narrow first; what the customer switches on again is a task and a mail, and the case stays open', async () => {
    const { resident, tenant, under, azure, path, states } = await suspected();
    const [first = '', second = ''] = azure;
    const machines = `${tenant}/azure/${first}/machines`;
    const { id: miner } = await control<{ id: string }>('POST', machines, { name: 'miner' });
    const machine = miner.replace('microsoft.compute/virtualmachines', 'Microsoft.Compute/virtualMachines');
    await post(`${path}/containment`, { action: 'stopResource', targets: [machine] });
    await expect.poll(() => facts(path), POLL).toContain('case.containmentSent');
    await passing(resident, 3, isIn(path, 'proven'));
    expect((await control<{ items: { power: string }[] }>('GET', machines)).items).toMatchObject([
      { power: 'deallocated' },
    ]);

    await post(`${path}/containment`, { action: 'cancelAzureSubscriptions', targets: [second] });
    await post(`${path}/containment/2/decision`, { decision: 'approve', note: 'Yes.' }, 'admin');
    await expect.poll(() => stateOf(path, '2'), POLL).toBe('sent');
    await passing(resident, 80, isIn(path, 'proven', '2'));
    expect((await states()).toSorted()).toEqual(['active', 'inactive']);

    await control('POST', `${under}/${second}/customer-reactivation`);
    await passing(resident, 210, isIn(path, 'returned', '2'));
    const tasks = async () =>
      (await api.ask('GET', `/v1/tasks?customer=${resident.id}&open=true`)).body['items'].map(
        ({ what }: { what: string }) => what,
      );
    await expect.poll(tasks, POLL).toEqual(['containmentReturned']);
    const mails = async () => {
      const answer = await fetch(`${house.addresses.mail}/messages?to=${DEPUTY}`);
      const { items } = (await answer.json()) as { items: readonly { subject: string }[] };
      return items.map(({ subject }) => subject.split(':')[0]);
    };
    await expect.poll(mails, POLL).toContain('What was stopped is on again');
    await post(`${path}/verdict`, { verdict: 'fraud', note: 'Mining.' });
    await expect.poll(() => facts(path), POLL).toContain('case.answered');
    expect(await look(path)).toMatchObject({ state: 'answered', closedAt: null });
  });
});
