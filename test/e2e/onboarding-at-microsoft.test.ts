import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Round, RoundReport } from '../../contracts/round-activities.ts';
import { startApi, type TestApi } from '../api/support/api.ts';
import { type House, openHouse } from '../support/house.ts';
import { arrive } from '../support/in-process/move-in.ts';
import type { Resident } from '../support/in-process/resident.ts';
import { installStandardPolicy, moveIn } from '../support/residents.ts';

const OFFER = 'CFQ7TTC0LH18:0001:CFQ7TTC0K971';
const E3 = 'CFQ7TTC0LFLX:0001:CFQ7TTC0KXP3';

describe('orders, budgets and terms at Microsoft, on the real servers', () => {
  let house: House;
  let api: TestApi;
  let closeApi: () => Promise<void>;
  beforeAll(async () => {
    house = await openHouse();
    await installStandardPolicy(house);
    const { database, lifecycle, clocks: clockMover } = house;
    const partnerOrders = { currentOffer: async (_: string, offer: string) => offer, makeCart: nothingWrong };
    api = await startApi({ database, lifecycle: () => lifecycle, clockMover, partnerOrders }, (close) => {
      closeApi = close;
    });
  });
  afterAll(async () => {
    await closeApi();
    await house.close();
  });

  const round = async (name: Round): Promise<RoundReport> =>
    await house.client.workflow.execute('tendBook', {
      workflowId: `round-${randomUUID()}`,
      taskQueue: house.configuration.temporal.taskQueue,
      args: [name],
    });
  const control = async <T = Record<string, string>>(path: string, body: object = {}): Promise<T> => {
    const answer = await fetch(`${house.addresses.microsoft}/control/${path}`, {
      method: 'POST',
      body: JSON.stringify(body),
    });
    expect(answer.ok, `${path}: ${answer.status} ${await answer.clone().text()}`).toBe(true);
    return (answer.status === 204 ? {} : await answer.json()) as T;
  };
  const post = (path: string, body: object) => api.ask('POST', path, { as: 'operator', body, key: randomUUID() });
  const read = async (path: string) => (await api.ask('GET', path, { as: 'auditor' })).body;
  const bought = async (tenant: string): Promise<number> => {
    const answer = await fetch(`${house.addresses.microsoft}/control/changes?tenantId=${tenant}`);
    const { items } = (await answer.json()) as { items: readonly { change: string }[] };
    return items.filter(({ change }) => change === 'ordered').length;
  };

  it('a cart is bought once although its answer is lost, a refused line is a task, and seats follow a wish', async () => {
    const resident = await moveIn(house, '2026-01-05');
    const { tenant } = resident;
    await control('catalogue/checkout-errors', { tenantId: tenant, catalogItemId: E3, code: 800069 });
    await control('faults', { kind: 'lostAnswer', match: { method: 'POST', pathPattern: '/checkout$' } });
    const lines = [
      { offer: OFFER, quantity: 5 },
      { offer: E3, quantity: 2 },
    ];
    const placed = await post(`/v1/customers/${resident.id}/orders`, { lines });
    expect(placed.status).toBe(201);
    await resident.settled();
    const order = await read(`/v1/orders/${placed.body['id']}`);
    expect(order['lines']).toMatchObject([
      { actual: 'active', refused: null },
      { actual: 'ordering', refused: { act: 'order' } },
    ]);
    expect(await bought(tenant)).toBe(1);
    const tasks = await read(`/v1/tasks?customer=${resident.id}`);
    expect(tasks['items']).toMatchObject([{ what: 'refused' }]);
    const [sold] = order['lines'] as readonly [{ subscription: string }];
    await post(`/v1/subscriptions/${sold.subscription}/quantity`, { quantity: 9 });
    await resident.settled();
    const { items } = await read(`/v1/customers/${resident.id}/subscriptions`);
    expect(items.find(({ id }: { id: string }) => id === sold.subscription)).toMatchObject({
      quantity: 9,
      quantityWanted: null,
    });
  });

  it('a budget reaches Microsoft, each threshold is told once a month, and what is changed behind our back is a task', async () => {
    const resident = await moveIn(house, '2026-03-02');
    const { tenant } = resident;
    const plan = await control(`tenants/${tenant}/subscriptions`, { offerId: 'DZH318Z0BPS6:0001:DZH318Z0BML6' });
    const { id: entitlementId } = await control(`tenants/${tenant}/subscriptions/${plan['id']}/entitlements`);
    const use = async (totalCost: string) => {
      await control(`tenants/${tenant}/usage`, { entitlementId, totalCost, visibleAfterMs: 0 });
      await control(`tenants/${tenant}/usage-refresh`);
      await round('usage');
    };
    const agreed = { monthly: { amount: '1000.00', currency: 'PLN' }, agreedWith: 'Jan', agreedOn: '2026-03-02' };
    const put = await api.ask('PUT', `/v1/customers/${resident.id}/budget`, { as: 'operator', body: agreed });
    expect([put.status, put.body['written']]).toEqual([200, 'due']);
    await control(`tenants/${tenant}/consent`, { granted: false });
    await post(`/v1/customers/${resident.id}/microsoft/retry`, {
      reason: 'the customer had withdrawn it',
      consent: true,
    });
    expect((await round('duties')).woken).toBe(2);
    expect((await read(`/v1/customers/${resident.id}/microsoft/tenant`))['duties']).toMatchObject([
      { what: 'budget', state: 'done' },
      { what: 'consent', state: 'done' },
    ]);
    expect((await read(`/v1/customers/${resident.id}/budget`))['written']).toBe('done');

    await resident.advanceTo('2026-03-03', '12:00');
    await use('600.00');
    await use('300.00');
    await use('150.00');
    await use('1.00');
    const { items } = await read(`/v1/notices?customer=${resident.id}`);
    expect(items.map(({ step, occurrence, state }: Record<string, string>) => [step, occurrence, state])).toEqual([
      ['budget-50', '2026-03', 'accepted'],
      ['budget-80', '2026-03', 'accepted'],
      ['budget-100', '2026-03', 'accepted'],
    ]);
    expect(await tasksOf(resident)).toEqual(['budgetPassed/2026-03/100']);

    await budgetAtMicrosoft(tenant, null);
    await use('1.00');
    expect(await tasksOf(resident)).toContain('budgetDrift/1/100000/none');
  });

  it('what the product terms do not allow is one case a month, and a year-old budget is talked about again', async () => {
    const resident = await arrive(house, { startsOn: null });
    await control(`tenants/${resident.tenant}/subscriptions`, {
      offerId: 'CFQ7TTC0LH0T:0001:CFQ7TTC0KXA3',
      quantity: 10,
    });
    const budget = { monthly: { amount: '10.00', currency: 'PLN' }, agreedWith: 'Jan', agreedOn: '2025-01-02' };
    await api.ask('PUT', `/v1/customers/${resident.id}/budget`, { as: 'operator', body: budget });
    expect((await round('terms')).woken).toBe(2);
    expect((await round('terms')).woken).toBe(0);
    const { items } = await read(`/v1/security-cases?customer=${resident.id}`);
    expect(items).toMatchObject([{ kind: 'notice', source: 'watch', severity: 'low' }]);
    const linked = items[0].evidence.find(({ kind }: { kind: string }) => kind === 'case.findingLinked');
    expect(linked.body).toMatchObject({ rule: 'special-price', practice: 11 });
    expect(await tasksOf(resident)).toEqual(['budgetReview/2026-01-02']);
  });

  const tasksOf = async ({ id }: Resident): Promise<readonly string[]> =>
    (await read(`/v1/tasks?customer=${id}`))['items'].map(({ key }: { key: string }) => key);

  /** Somebody with rights in Partner Center changes it there. */
  async function budgetAtMicrosoft(tenant: string, amount: number | null): Promise<void> {
    const { clientId, clientSecret } = house.configuration.partnerCenter;
    const token = await fetch(`${house.addresses.microsoft}/partner/oauth2/token`, {
      method: 'POST',
      body: new URLSearchParams({
        grant_type: 'client_credentials',
        client_id: clientId,
        client_secret: clientSecret,
        resource: 'https://api.partnercenter.microsoft.com',
      }),
    });
    const { access_token } = (await token.json()) as { access_token: string };
    const answer = await fetch(`${house.addresses.microsoft}/v1/customers/${tenant}/usagebudget`, {
      method: 'PATCH',
      headers: {
        authorization: `Bearer ${access_token}`,
        'ms-contract-version': 'v1',
        'content-type': 'application/json',
      },
      body: JSON.stringify({ amount, attributes: { objectType: 'SpendingBudget' } }),
    });
    expect(answer.ok).toBe(true);
  }
});

const nothingWrong = async () => ({ cartId: 'checked', problems: [] });
