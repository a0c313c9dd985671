import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RoundReport } from '../../contracts/round-activities.ts';
import { addDays, dayAt } from '../../domain/calendar/day.ts';
import { startApi, type TestApi } from '../api/support/api.ts';
import { type House, openHouse } from '../support/house.ts';
import { installStandardPolicy, moveIn, type Resident } from '../support/residents.ts';

const DAY = 86_400_000;

describe('what was done at Microsoft, on the real servers', () => {
  let house: House;
  let resident: Resident;
  let api: TestApi;
  let closeApi: () => Promise<void>;
  beforeAll(async () => {
    house = await openHouse();
    await installStandardPolicy(house);
    const { database, lifecycle, clocks: clockMover } = house;
    api = await startApi({ database, lifecycle: () => lifecycle, clockMover }, (close) => {
      closeApi = close;
    });
    resident = await moveIn(house, addDays(dayAt(Date.now(), 'UTC'), -1));
  });
  afterAll(async () => {
    await closeApi();
    await house.close();
  });

  const round = async (): Promise<RoundReport> =>
    await house.client.workflow.execute('tendBook', {
      workflowId: `round-${randomUUID()}`,
      taskQueue: house.configuration.temporal.taskQueue,
      args: ['activity'],
    });
  const control = async (path: string, method: string, body?: object): Promise<void> => {
    const init = body ? { method, body: JSON.stringify(body) } : { method };
    const answer = await fetch(`${house.addresses.microsoft}/control/${path}`, init);
    expect(answer.ok, `${path}: ${await answer.text()}`).toBe(true);
  };
  const fraud = (customerTenantId: string) => control('alerts', 'POST', { customerTenantId });
  const kept = async () =>
    await house.db.selectFrom('activity').select(['kind', 'customer_id']).orderBy('at').orderBy('id').execute();
  const audited = async () =>
    await house.db
      .selectFrom('audit_event')
      .select(['kind', 'body'])
      .where('chain', '=', 'system')
      .where('actor', '=', 'activity')
      .execute();
  const away = () =>
    control('faults', 'POST', {
      match: { pathPattern: '/auditrecords' },
      kind: 'refuse',
      code: '900420',
      status: 403,
      times: 100,
    });

  it('is kept once; a fraud in it opens its case; an outage loses nothing; silence is told once a day', async () => {
    await fraud(resident.tenant);
    await fraud(randomUUID());
    expect((await round()).woken).toBe(1);
    const first = { kind: 'azure_fraud_event_detected', customer_id: resident.id };
    expect(await kept()).toEqual([first]);
    const cases = await house.db.selectFrom('security_case').select('customer_id').execute();
    expect(cases).toEqual([{ customer_id: resident.id }]);
    expect((await round()).woken).toBe(0);

    await fraud(resident.tenant);
    await away();
    expect(await round()).toMatchObject({ looked: 0, woken: 0 });
    expect(await audited()).toEqual([]);
    const longAgo = new Date(Date.now() - 5 * DAY);
    await house.db.updateTable('activity_mark').set({ read_at: longAgo, read_to: longAgo }).execute();
    await round();
    await round();
    expect(await audited()).toMatchObject([{ kind: 'activity.silent', body: { silentDays: 5, daysLeft: 84 } }]);

    await control('faults', 'DELETE');
    expect((await round()).woken).toBe(1);
    expect(await kept()).toEqual([first, first]);
    // It was read again: the alarm's task is closed by itself.
    expect((await audited()).map(({ kind }) => kind)).toEqual(['activity.silent', 'partnerTask.closed']);
    const path = `/v1/customers/${resident.id}/activity?limit=1`;
    const newest = (await api.ask('GET', path, { as: 'auditor' })).body;
    const older = (await api.ask('GET', `${path}&cursor=${newest['nextCursor']}`, { as: 'auditor' })).body;
    expect([newest['items'], older['items'], older['nextCursor']]).toMatchObject([
      [{ operation: 'azure_fraud_event_detected', status: 'succeeded', user: null }],
      [{ operation: 'azure_fraud_event_detected' }],
      null,
    ]);
    expect(newest['items'][0].at > older['items'][0].at).toBe(true);

    await house.db
      .updateTable('activity_mark')
      .set({ read_to: new Date(Date.now() - 100 * DAY) })
      .execute();
    await round();
    await round();
    expect((await audited()).map(({ kind }) => kind)).toEqual([
      'activity.silent',
      'partnerTask.closed',
      'activity.lost',
    ]);
    const tasks = (await api.ask('GET', '/v1/partner-tasks?limit=200', { as: 'auditor' })).body['items'];
    expect(tasks).toMatchObject([
      { what: 'alertOfStranger', for: 'analyst', closedBy: null },
      { what: 'activitySilent', for: 'operator', closedBy: 'activity' },
      { what: 'activityLost', for: 'analyst', closedBy: null },
    ]);
  });
});
