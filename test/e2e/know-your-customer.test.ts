import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RoundReport } from '../../contracts/round-activities.ts';
import { commitChange } from '../../db/commit-change.ts';
import { contactStatement } from '../../db/profiles.ts';
import { putUsageMark, stateUsage } from '../../db/usage.ts';
import { addDays, dayAt } from '../../domain/calendar/day.ts';
import { lever } from '../simulators/support/levers.ts';
import { type House, openHouse } from '../support/house.ts';
import { installStandardPolicy, type Resident } from '../support/residents.ts';
import { arrive } from '../support/in-process/move-in.ts';

const today = dayAt(Date.now(), 'Europe/Warsaw');

describe('the daily look at who the customers are, on the real servers', () => {
  let house: House;
  let anna: Resident;
  let other: Resident;
  beforeAll(async () => {
    house = await openHouse();
    await installStandardPolicy(house);
    anna = await arrive(house, { startsOn: null, subscriptions: 0, tellLife: false });
    other = await arrive(house, { startsOn: null, subscriptions: 0, tellLife: false });
  });
  afterAll(() => house.close());

  const round = async (): Promise<RoundReport> =>
    await house.client.workflow.execute('tendBook', {
      workflowId: `round-${randomUUID()}`,
      taskQueue: house.configuration.temporal.taskQueue,
      args: ['screening'],
    });
  const tasks = async () => await house.db.selectFrom('task').select(['customer_id', 'key']).orderBy('id').execute();
  const list = (method: string, id: string, body?: object) =>
    lever(house.addresses.registers, method, `sanctions/${id}`, body);
  const versionOf = async ({ id }: Resident) =>
    (await house.db.selectFrom('customer').select('fact_version').where('id', '=', id).executeTakeFirstOrThrow())
      .fact_version;

  it('screens everybody once for each list and name: the same again is no work and no turn of any life', async () => {
    expect(await round()).toEqual({ looked: 2, woken: 0 });
    const before = [await versionOf(anna), await versionOf(other)];
    expect(await round()).toEqual({ looked: 0, woken: 0 });
    expect([await versionOf(anna), await versionOf(other)]).toEqual(before);
  });

  it('puts a name that is like a listed one before an analyst, once, and blocks nobody', async () => {
    await list('PUT', '200001', { names: ['Żaneta Wymyślona'] });
    expect(await round()).toEqual({ looked: 2, woken: 0 });
    const revision = { revision: 2, effectiveOn: today, actor: 'test', recordedAt: Date.now() };
    const contacts = [{ role: 'billing', name: 'Wymyslona, Zaneta', email: 'zaneta@example.test' }];
    const { db, newId } = house;
    const request = { customer: anna.id, actor: 'test', wallNow: Date.now(), newId, because: 'masterData' };
    await commitChange(db, request, (change) => {
      change.write(contactStatement(anna.id, contacts, revision));
      change.record([{ kind: 'customer.changed', effectiveOn: today, body: { contactRevision: 2 } }]);
    });
    expect(await round()).toEqual({ looked: 1, woken: 1 });
    expect(await tasks()).toEqual([{ customer_id: anna.id, key: 'sanctionsHit/200001' }]);
    // Another edition with the same party is a new screening and no new question.
    await list('PUT', '200002', { names: ['Ktoś Całkiem Inny'] });
    expect(await round()).toEqual({ looked: 2, woken: 0 });
    const holds = await db.selectFrom('hold').select('id').execute();
    expect([await tasks(), holds]).toMatchObject([[{ key: 'sanctionsHit/200001' }], []]);
    const [seen] = await db.selectFrom('screening').select('hits').where('customer_id', '=', anna.id).execute();
    expect(seen?.hits).toEqual([{ party: '200001', likeness: 100 }]);
    expect(await audited()).not.toContain('aneta');
  });

  const audited = async () => JSON.stringify(await house.db.selectFrom('audit_event').select('body').execute());

  it('goes on with the list at hand while there is none to be had, and says so after three days, once a day', async () => {
    await lever(house.addresses.registers, 'POST', 'faults', { kind: 'status', status: 500, times: 3 });
    await round();
    expect(await audited()).not.toContain('http_500');
    await house.db
      .updateTable('sanctions_list')
      .set({ asked_at: new Date(Date.now() - 4 * 86_400_000) })
      .execute();
    await round();
    await round();
    const told = await house.db
      .selectFrom('audit_event')
      .select('body')
      .where('kind', '=', 'sanctionsList.silent')
      .execute();
    expect(told).toEqual([{ body: { code: 'http_500' } }]);
  });

  const reviewed = async ({ id: customer }: Resident, effectiveOn: string): Promise<void> => {
    const { db, newId } = house;
    await commitChange(db, { customer, actor: 'test', wallNow: Date.now(), newId, because: 'review' }, (change) => {
      change.record([{ kind: 'review.recorded', effectiveOn, body: { outcome: 'confirmed' } }]);
    });
  };

  it('asks for a review when a year is over or something is not as agreed, once, and reminds once', async () => {
    const { db } = house;
    await reviewed(other, addDays(today, -365));
    expect((await round()).woken).toBe(1);
    expect((await round()).woken).toBe(0);
    await reviewed(anna, addDays(today, -10));
    await db
      .insertInto('kyc_profile')
      .values({
        customer_id: anna.id,
        revision: 1,
        purpose: null,
        expected_services: JSON.stringify(['Microsoft.Web']),
        expected_regions: '[]',
        monthly_spend_minor: null,
        contacts_checked_on: null,
        actor: 'test',
        recorded_at: new Date(),
      })
      .execute();
    const lines = [{ region: 'unknown', service: 'Microsoft.Compute', kind: 'all', cost: 100n, night: null }];
    const month = { customerId: anna.id, currency: 'PLN', day: today };
    const knownAt = await stateUsage(db, month, Date.now(), (_known, at) => [{ day: today, knownAt: at, lines }]);
    const mark = { total: '1', budget: null, currency: 'PLN', seenAt: knownAt, changedAt: Date.now() };
    await putUsageMark(db, anna.id, mark);
    expect((await round()).woken).toBe(1);
    expect((await round()).woken).toBe(0);
    const deviations = await db.selectFrom('kyc_deviation').select(['customer_id', 'occurrence']).execute();
    expect(deviations).toEqual([{ customer_id: anna.id, occurrence: 'service/Microsoft.Compute' }]);
    const due = (await tasks()).filter(({ key }) => key.startsWith('review/'));
    expect(due).toEqual([
      { customer_id: other.id, key: `review/${today}` },
      { customer_id: anna.id, key: `review/${today}` },
    ]);
    await reviewed(other, addDays(today, -379));
    expect((await round()).woken).toBe(2);
    const keys = (await tasks()).filter(({ customer_id: id }) => id === other.id).map(({ key }) => key);
    expect(keys.toSorted()).toEqual([
      `reminder/${addDays(today, -14)}`,
      `review/${addDays(today, -14)}`,
      `review/${today}`,
    ]);
  });
});
