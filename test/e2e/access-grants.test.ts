import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RoundReport } from '../../contracts/round-activities.ts';
import { startApi, type TestApi } from '../api/support/api.ts';
import { type House, openHouse } from '../support/house.ts';
import { arrive } from '../support/in-process/move-in.ts';
import { installStandardPolicy, moveIn, type Resident } from '../support/residents.ts';

const POLL = { timeout: 20_000 };
const PRINCIPAL = '0d8a7c60-6d3b-4a55-8f0e-1f2a3b4c5d6e';
const GLOBAL_ADMINISTRATOR = '62e90394-69f5-4237-9190-012177145e10';

describe('access on the real servers', () => {
  let house: House;
  let api: TestApi;
  let closeApi: () => Promise<void>;
  beforeAll(async () => {
    house = await openHouse();
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

  const round = async (): Promise<RoundReport> =>
    await house.client.workflow.execute('tendBook', {
      workflowId: `round-${randomUUID()}`,
      taskQueue: house.configuration.temporal.taskQueue,
      args: ['access'],
    });
  const roles = ({ tenant }: Resident) => `${house.addresses.microsoft}/control/tenants/${tenant}/directory-roles`;
  const holders = async (resident: Resident) => {
    const { items } = (await (await fetch(roles(resident))).json()) as { items: readonly { principalId: string }[] };
    return items.map(({ principalId }) => principalId);
  };
  const look = async (id: string) => (await api.ask('GET', `/v1/access-grants/${id}`, { as: 'auditor' })).body;
  const act = (path: string, as: 'analyst' | 'admin', body: object) =>
    api.ask('POST', path, { as, body, key: randomUUID() });
  /** Asked for by an analyst, approved by an admin. */
  async function granted({ id: customer }: Resident, endsAt: string): Promise<string> {
    const access = { kind: 'directoryRole', role: 'globalReader', principal: PRINCIPAL };
    const body = { access, endsAt, reason: 'A look at their mail flow.' };
    const asked = await act(`/v1/customers/${customer}/access-grants`, 'analyst', body);
    expect(asked.status).toBe(201);
    const id = String(asked.body['id']);
    const approved = await act(`/v1/access-grants/${id}/approval`, 'admin', {
      decision: 'approve',
      note: 'Until five.',
    });
    expect(approved.status).toBe(200);
    return id;
  }

  it('a grant ends although the worker was down over its end, and its end is proven', async () => {
    const resident = await moveIn(house, '2026-01-12');
    const id = await granted(resident, '2026-01-12T16:00:00Z');
    await expect.poll(async () => (await look(id))['state'], POLL).toBe('activated');
    expect(await holders(resident)).toEqual([PRINCIPAL]);
    await house.stopWorker();
    const moving = resident.advanceTo('2026-01-12', '17:30');
    await house.startWorker();
    await moving;
    await expect.poll(async () => (await look(id))['state'], POLL).toBe('ended');
    expect(await holders(resident)).toEqual([]);
    const { endedAt, evidence } = await look(id);
    expect(Date.parse(endedAt)).toBeGreaterThanOrEqual(Date.parse('2026-01-12T16:00:00Z'));
    expect(evidence.at(-1)).toMatchObject({ kind: 'grant.endChecked', by: 'grant', body: { gone: true } });
  });

  it('a grant that is revoked ends at once, also after its run is lost with the server', async () => {
    const resident = await moveIn(house, '2026-01-12');
    const id = await granted(resident, '2026-01-14T16:00:00Z');
    await expect.poll(async () => (await look(id))['state'], POLL).toBe('activated');
    await house.client.workflow.getHandle(`access-grant:${id}`).terminate('the server was wiped');
    const revoked = await act(`/v1/access-grants/${id}/revocation`, 'analyst', { reason: 'Done early.' });
    expect(revoked.body).toMatchObject({ state: 'ending' });
    await expect.poll(async () => (await look(id))['state'], POLL).toBe('ended');
    expect(await holders(resident)).toEqual([]);
  });

  it('the daily sweep opens one case for an administrator whom nothing explains, and wakes nobody else', async () => {
    // On the live clock: rounds leave customers on test clocks alone.
    const [seized, quiet] = [await arrive(house, { startsOn: null }), await arrive(house, { startsOn: null })];
    await Promise.all([seized.settled(), quiet.settled()]);
    const turns = async () =>
      (await house.db.selectFrom('decision').select('id').where('customer_id', '=', quiet.id).execute()).length;
    const before = await turns();
    const given = { roleDefinitionId: GLOBAL_ADMINISTRATOR };
    await fetch(roles(seized), { method: 'POST', body: JSON.stringify(given) });
    expect(await round()).toEqual({ looked: 2, woken: 1 });
    expect(await round()).toEqual({ looked: 2, woken: 0 });
    const { body } = await api.ask('GET', '/v1/security-cases?kind=security', { as: 'analyst' });
    expect(body['items']).toMatchObject([{ customer: seized.id, source: 'watch', severity: 'high' }]);
    expect(await turns()).toBe(before);
    const standing = await api.ask('GET', '/v1/security-standing', { as: 'auditor' });
    expect(standing.body).toMatchObject({ score: { current: '100', max: '100' }, unread: [] });
  });
});
