import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RoundReport } from '../../contracts/round-activities.ts';
import { startApi, type TestApi } from '../api/support/api.ts';
import { type House, openHouse } from '../support/house.ts';
import { installStandardPolicy, moveIn, type Resident } from '../support/residents.ts';

describe('the customer’s own logs, on the real servers', () => {
  let house: House;
  let resident: Resident;
  let azureSubscriptionId: string;
  let api: TestApi;
  let closeApi: () => Promise<void>;
  beforeAll(async () => {
    house = await openHouse();
    await installStandardPolicy(house);
    const { database, lifecycle, clocks: clockMover } = house;
    api = await startApi({ database, lifecycle: () => lifecycle, clockMover }, (close) => {
      closeApi = close;
    });
    resident = await moveIn(house, '2026-01-05');
  });
  afterAll(async () => {
    await closeApi();
    await house.close();
  });

  const round = async (name: 'activity' | 'usage' | 'usageDetail'): Promise<RoundReport> =>
    await house.client.workflow.execute('tendBook', {
      workflowId: `round-${randomUUID()}`,
      taskQueue: house.configuration.temporal.taskQueue,
      args: [name],
    });
  const lever = async (path: string, body: object = {}): Promise<Record<string, string>> => {
    const answer = await fetch(`${house.addresses.microsoft}/control/tenants/${resident.tenant}/${path}`, {
      method: 'POST',
      body: JSON.stringify(body),
    });
    expect(answer.ok, `${path}: ${answer.status} ${await answer.clone().text()}`).toBe(true);
    return answer.status === 204 ? {} : ((await answer.json()) as Record<string, string>);
  };
  const read = async (path: string) => (await api.ask('GET', path, { as: 'analyst' })).body['items'];
  const cases = () => read(`/v1/security-cases?customer=${resident.id}`);
  const tasks = async () => (await read(`/v1/tasks?customer=${resident.id}`)).map((one: { key: string }) => one.key);

  it('an Owner made in Azure and MFA switched off in Entra are one case, once, though a worker dies in between', async () => {
    const plan = await lever('subscriptions', { offerId: 'DZH318Z0BPS6:0001:DZH318Z0BML6', quantity: 1 });
    azureSubscriptionId = (await lever(`subscriptions/${plan['id'] ?? ''}/entitlements`))['id'] ?? '';
    // Wednesday at noon: working hours, and Anna has been here before.
    await resident.advanceTo('2026-01-07', '12:00');
    await lever('usage', { entitlementId: azureSubscriptionId, totalCost: '1.00', visibleAfterMs: 0 });
    await lever('usage-refresh');
    await round('usage');
    await lever('sign-ins', { userId: 'anna', at: '2025-12-20T10:00:00Z' });
    const by = { userId: 'anna', userPrincipalName: 'anna@customer.example', address: '198.51.100.4' };
    const caller = { objectId: 'anna', name: by.userPrincipalName };
    await lever('azure-roles', { azureSubscriptionId, principalId: 'boris', caller });
    expect(await round('activity')).toMatchObject({ woken: 2 });
    expect(await cases()).toEqual([]);

    await house.stopWorker();
    await lever('directory-audits', { activity: 'Disable Strong Authentication', by, target: { id: 'carol' } });
    await house.startWorker();
    expect(await round('activity')).toMatchObject({ woken: 1 });
    const [found, ...others] = await cases();
    expect(others).toEqual([]);
    expect(found).toMatchObject({ kind: 'fraud', source: 'watch', state: 'received' });
    const told = (one: { evidence: { kind: string; body: { rule: string; subject: string } }[] }) =>
      one.evidence
        .filter(({ kind }) => kind === 'case.findingLinked')
        .map(({ body }) => `${body.rule} ${body.subject}`);
    expect(told(found).toSorted()).toEqual(['mfa-off carol', 'new-administrator boris']);
    expect(await round('activity')).toMatchObject({ woken: 0 });
    expect((await cases()).map(told)).toEqual([told(found)]);

    const timeline = await read(`/v1/customers/${resident.id}/activity?source=directoryAudits`);
    expect(timeline).toMatchObject([
      { source: 'directoryAudits', operation: 'Disable Strong Authentication', resource: 'carol', address: by.address },
    ]);
    const audited = await house.db.selectFrom('audit_event').select('body').execute();
    expect(JSON.stringify(audited)).not.toContain('customer.example');
  });

  it('what is rated the day after says region, meter and resource, and is asked for only where figures have changed', async () => {
    const settings = { method: 'POST', body: JSON.stringify({ ratedAfterMs: 0, exportAfterMs: 300 }) };
    expect((await fetch(`${house.addresses.microsoft}/control/settings`, settings)).ok).toBe(true);
    const use = (more: object) =>
      lever('usage', { entitlementId: azureSubscriptionId, visibleAfterMs: 0, resourceName: 'vm2', ...more });
    await use({ totalCost: '40.505', region: 'eastus' });
    await lever('usage-refresh');
    await round('usage');
    expect(await round('usageDetail')).toMatchObject({ looked: 1, woken: 0 });
    const usage = async (by: string) =>
      (await api.ask('GET', `/v1/customers/${resident.id}/usage?by=${by}`, { as: 'analyst' })).body['detail'];
    const costs = (detail: { items: { part: string; name: string; cost: { amount: string } }[] }) =>
      detail.items.map(({ part, name, cost }) => `${name ?? part} ${cost.amount}`);
    expect(costs(await usage('region'))).toEqual(['eastus 40.51', 'polandcentral 1.00']);
    expect(costs(await usage('resource'))).toEqual(['vm2 40.51', 'vm1 1.00']);
    expect(await usage('meter')).toMatchObject({ total: { amount: '41.51' }, knownUntil: '2026-01-07' });
    const { body } = await api.ask('GET', `/v1/customers/${resident.id}/usage`, { as: 'analyst' });
    expect(body['days']).toMatchObject([{ day: '2026-01-07', cost: { amount: '41.51' } }]);
    // Nobody's figures have changed for days: nothing is asked for.
    await house.db
      .updateTable('usage_mark')
      .set({ changed_at: new Date(Date.now() - 4 * 86_400_000) })
      .execute();
    expect(await round('usageDetail')).toEqual({ looked: 0, woken: 0, calls: 0 });
  });

  it('a tenant that refuses is a task, once, and reading goes on where it stood', async () => {
    await lever('log-access', { azureReader: false, directoryReader: false });
    await round('activity');
    await round('activity');
    expect((await tasks()).toSorted()).toEqual(['logsDenied/azure', 'logsDenied/entra']);
    await lever('directory-audits', { activity: 'Add user', target: { id: 'dora' } });
    await lever('log-access', { azureReader: true, directoryReader: true });
    expect(await round('activity')).toMatchObject({ woken: 1 });
    await lever('consent', { granted: false });
    await round('activity');
    expect((await tasks()).toSorted()).toEqual(['logsDenied/azure', 'logsDenied/entra']);
  });
});
