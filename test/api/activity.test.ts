import { expect, onTestFinished, test } from 'vitest';
import { connect } from '../../db/database.ts';
import { keepActivity } from '../../db/activity.ts';
import { erasePersonalData } from '../../db/profiles.ts';
import { createTestDatabase } from '../support/database.ts';
import { startApi } from './support/api.ts';
import { aCustomer } from './support/customers.ts';

const NOW = Date.UTC(2026, 2, 2, 9);

test('activity is the customer’s own, newest first; a name is audited when seen, and stays erased', async () => {
  const database = await createTestDatabase();
  onTestFinished(() => database.drop());
  const db = connect(database.url, { max: 2 });
  onTestFinished(() => db.destroy());
  const api = await startApi({ database, now: () => NOW });
  const [customer, other] = [await aCustomer(api), await aCustomer(api)];
  const record = (id: string, customerId: string) => ({
    id,
    customerId,
    source: 'partnerCenter' as const,
    at: NOW,
    kind: 'create_order',
    actorId: 'app',
    resourceType: 'order',
    resource: 'order-1',
    status: 'succeeded',
    user: 'ola@partner.example',
    address: null,
    told: null,
  });
  const records = [record('a', customer), record('b', customer), record('c', other)];
  const keep = async () => (await db.transaction().execute((trx) => keepActivity(trx, records, NOW))).size;
  expect([await keep(), await keep()]).toEqual([3, 0]);
  const read = async (more = '') =>
    (await api.ask('GET', `/v1/customers/${customer}/activity${more}`, { as: 'auditor' })).body;
  const first = await read('?limit=1');
  expect(first['items']).toEqual([
    {
      id: 'b',
      source: 'partnerCenter',
      at: '2026-03-02T09:00:00Z',
      operation: 'create_order',
      resourceType: 'order',
      resource: 'order-1',
      status: 'succeeded',
      application: 'app',
      user: 'ola@partner.example',
      address: null,
      knownAt: '2026-03-02T09:00:00Z',
    },
  ]);
  expect(await read(`?limit=1&cursor=${first['nextCursor']}`)).toMatchObject({
    items: [{ id: 'a' }],
    nextCursor: null,
  });
  const sights = await db.selectFrom('sight').select('customer_id').execute();
  expect(sights).toEqual([{ customer_id: customer }]);
  await db.transaction().execute((trx) => erasePersonalData(trx, customer, NOW));
  expect(await keep()).toBe(0);
  const names = (await read())['items'].map(({ user }: { user: string | null }) => user);
  expect(names).toEqual([null, null]);
  const update = db.updateTable('activity').set({ kind: 'x' }).execute();
  await expect(update).rejects.toThrow();
});
