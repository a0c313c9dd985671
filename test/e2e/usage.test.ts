import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RoundReport } from '../../contracts/round-activities.ts';
import { addDays } from '../../domain/calendar/day.ts';
import { startApi, type TestApi } from '../api/support/api.ts';
import { type House, openHouse } from '../support/house.ts';
import { installStandardPolicy, moveIn, type Resident } from '../support/residents.ts';

describe('what a customer consumes, on the real servers', () => {
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
      args: ['usage'],
    });
  const control = async (path: string, body?: object): Promise<Record<string, string>> => {
    const answer = await fetch(`${house.addresses.microsoft}/control/${path}`, {
      method: 'POST',
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    expect(answer.ok, `${path}: ${answer.status} ${await answer.clone().text()}`).toBe(true);
    return answer.status === 204 ? {} : ((await answer.json()) as Record<string, string>);
  };
  const read = async (resident: Resident, what: string) =>
    (await api.ask('GET', `/v1/customers/${resident.id}${what && `/${what}`}`, { as: 'analyst' })).body;

  it('is read daily, forecast, and a day out of the ordinary opens one case; a quiet round reads no further', async () => {
    const resident = await moveIn(house, '2026-01-01');
    const entitlementId = await azureOf(resident);
    const use = async (totalCost: string) => {
      await control(`tenants/${resident.tenant}/usage`, { entitlementId, totalCost, visibleAfterMs: 0 });
      await control(`tenants/${resident.tenant}/usage-refresh`);
    };
    let day = '2026-01-01';
    for (; day < '2026-01-25'; day = addDays(day, 1)) {
      await resident.advanceTo(day, '12:00');
      await use('100.00');
      expect(await round()).toEqual({ looked: 1, woken: 0 });
    }
    const usage = await read(resident, 'usage');
    expect(usage['days'].map((one: { cost: { amount: string } }) => one.cost.amount)).toEqual(Array(24).fill('100.00'));
    expect(usage['forecast']).toMatchObject({ soFar: { amount: '2400.00' }, expected: { amount: '3100.00' } });
    // Consumed and not yet invoiced is at risk like what is owed; the month's invoice takes it over.
    const exposed = async () => (await read(resident, ''))['balance'].exposure.amount;
    expect(await exposed()).toBe('2400.00');
    const before = await house.db.selectFrom('usage_statement').select('day').execute();
    expect(await round()).toEqual({ looked: 1, woken: 0 });
    expect(await house.db.selectFrom('usage_statement').select('day').execute()).toHaveLength(before.length);

    await resident.advanceTo(day, '12:00');
    await use('9000.00');
    expect((await round()).woken).toBeGreaterThan(0);
    expect(await exposed()).toBe('11400.00');
    const { body: book } = await api.ask('GET', '/v1/exposure?testClocks=true', { as: 'finance' });
    expect(book['items']).toMatchObject([{ unbilled: { amount: '11400.00' }, exposure: { amount: '11400.00' } }]);
    const { body } = await api.ask('GET', `/v1/security-cases?customer=${resident.id}`, { as: 'analyst' });
    expect(body['items']).toMatchObject([{ kind: 'fraud', source: 'watch', state: 'received' }]);
    const facts = body['items'][0].evidence.filter(({ kind }: { kind: string }) => kind === 'case.findingLinked');
    expect(facts.map(({ body: of }: { body: { rule: string } }) => of.rule)).toContain('spend-times-n');
  });

  /** An Azure subscription under a plan of the customer's. */
  async function azureOf(resident: Resident): Promise<string> {
    const plan = await control(`tenants/${resident.tenant}/subscriptions`, {
      offerId: 'DZH318Z0BPS6:0001:DZH318Z0BML6',
      quantity: 1,
    });
    const made = await control(`tenants/${resident.tenant}/subscriptions/${plan['id'] ?? ''}/entitlements`, {});
    return made['id'] ?? '';
  }
});
