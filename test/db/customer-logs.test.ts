import { describe, expect, it } from 'vitest';
import { keepActivity, type NewActivity } from '../../db/activity.ts';
import { logMarks, putLogMark, silentLogs } from '../../db/customer-log-marks.ts';
import { logCustomers } from '../../db/log-customers.ts';
import { toldActivity } from '../../db/told-activity.ts';
import { putUsageMark } from '../../db/usage.ts';
import { aCustomer, databaseOfFile, WALL } from './support.ts';

const DAY = 86_400_000;

const { db } = await databaseOfFile();

function record(customerId: string, id: string, told: Partial<NewActivity['told'] & object> = {}): NewActivity {
  return {
    id,
    customerId,
    source: 'azure',
    at: WALL - DAY,
    kind: 'operation',
    actorId: 'anna',
    resourceType: null,
    resource: null,
    status: 'succeeded',
    user: 'anna@customer.example',
    address: '198.51.100.4',
    told: { kind: 'ownerAssigned', actor: 'anna', country: null, subject: 'boris', count: 1, knownAt: WALL, ...told },
  };
}
const keep = (records: readonly NewActivity[]) => db.transaction().execute((trx) => keepActivity(trx, records, WALL));

describe('records of a customer’s logs', () => {
  it('are kept once, also within one batch, with what they tell the watch', async () => {
    const customer = await aCustomer(db);
    expect(await keep([record(customer, 'a'), record(customer, 'a'), record(customer, 'b')])).toEqual(
      new Set(['a', 'b']),
    );
    expect(await keep([record(customer, 'b', { subject: 'other' }), record(customer, 'c')])).toEqual(new Set(['c']));
    const told = await toldActivity(db, customer, WALL - 2 * DAY);
    expect(told.map(({ id, subject }) => `${id} ${subject}`)).toEqual(['a boris', 'b boris', 'c boris']);
    expect(await toldActivity(db, customer, WALL)).toEqual([]);
  });

  it('of sign-ins tell who was first seen from where', async () => {
    const customer = await aCustomer(db);
    const signIn = (id: string, country: string, at: number) => ({
      ...record(customer, id, { kind: 'signedIn', country, knownAt: at }),
      at,
    });
    await keep([signIn('late', 'PL', WALL - DAY), signIn('early', 'PL', WALL - 3 * DAY), signIn('far', 'VN', WALL)]);
    const told = await toldActivity(db, customer, WALL - 9 * DAY);
    expect(told.map(({ country, at }) => [country, at])).toEqual(
      expect.arrayContaining([
        ['PL', WALL - 3 * DAY],
        ['VN', WALL],
      ]),
    );
    expect(told).toHaveLength(2);
  });
});

describe('marks of a customer’s logs', () => {
  const look = { watchedSince: WALL - 9 * DAY, keptDays: 90, state: 'open' as const, now: WALL, wallNow: WALL };

  it('never go back, and are kept when a tenant refuses', async () => {
    const key = { customerId: await aCustomer(db), source: 'azure' as const, scope: 'one' };
    const put = (more: object) =>
      db.transaction().execute((trx) => putLogMark(trx, key, { ...look, readTo: WALL, ...more }));
    await put({});
    await put({ readTo: WALL - DAY });
    await put({ readTo: null, state: 'denied' });
    expect(await logMarks(db, key.customerId)).toMatchObject([
      { scope: 'one', readTo: WALL, watchedSince: WALL - 9 * DAY, state: 'denied' },
    ]);
  });

  it('tell who has been silent for too long, and leave out whoever refuses', async () => {
    const [silent, refusing, fine] = [await aCustomer(db), await aCustomer(db), await aCustomer(db)];
    const put = (customerId: string, more: object) =>
      db
        .transaction()
        .execute((trx) =>
          putLogMark(
            trx,
            { customerId, source: 'signIns', scope: '' },
            { ...look, keptDays: 30, readTo: WALL, ...more },
          ),
        );
    await put(silent, { now: WALL - 5 * DAY });
    await put(refusing, { now: WALL - 5 * DAY, state: 'denied' });
    await put(fine, {});
    expect(await silentLogs(db, 'signIns', 30, WALL - 3 * DAY)).toEqual({
      customers: 1,
      since: WALL - 5 * DAY,
      some: [silent],
    });
    expect(await silentLogs(db, 'signIns', 30, WALL - 6 * DAY)).toBeUndefined();
  });
});

it('customers are paged by id; Azure is asked about where something of it is on record', async () => {
  const made = [await aCustomer(db, { tenant: 'a' }), await aCustomer(db, { tenant: 'a' })].toSorted();
  await aCustomer(db);
  const [first = '', second = ''] = made;
  const mark = { total: '0.20', budget: null, currency: 'PLN', seenAt: WALL, changedAt: WALL };
  await putUsageMark(db, second, mark);
  const page = async (after: string) =>
    (await logCustomers(db, { after, limit: 1, wallNow: WALL })).map(({ head, tenant, hasAzure, now }) => ({
      id: head.id,
      tenant,
      hasAzure,
      now,
    }));
  expect(await page('')).toEqual([{ id: first, tenant: 'a', hasAzure: false, now: WALL }]);
  expect(await page(first)).toEqual([{ id: second, tenant: 'a', hasAzure: true, now: WALL }]);
  expect(await page(second)).toEqual([]);
});
