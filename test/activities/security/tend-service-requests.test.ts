import { MockActivityEnvironment } from '@temporalio/testing';
import { pino } from 'pino';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { tendServiceRequests } from '../../../activities/security/tend-service-requests.ts';
import { createServiceRequests } from '../../../adapters/partner-service-requests/create-service-requests.ts';
import { startedMicrosoft } from '../../adapters/support/microsoft.ts';
import { rememberedGrant } from '../../adapters/support/remembered-grant.ts';
import { sharedApi, type TestApi } from '../../api/support/api.ts';
import { aCustomer } from '../../api/support/customers.ts';

const HOUR = 3_600_000;
const START = Date.UTC(2026, 2, 2, 9);
let wall = START;
const theApi = sharedApi({ now: () => wall });
let api: TestApi;
let microsoft: Awaited<ReturnType<typeof startedMicrosoft>>;
let connection: ReturnType<typeof microsoft.connection>;
beforeAll(async () => {
  api = theApi();
  microsoft = await startedMicrosoft();
  connection = microsoft.connection({ userGrant: rememberedGrant() });
});
afterAll(async () => {
  await connection.close();
  await microsoft.stop();
});
beforeEach(async () => {
  wall += 2 * HOUR;
  await microsoft.clearFaults();
});

const round = async () =>
  await new MockActivityEnvironment().run(() =>
    tendServiceRequests({
      db: api.db,
      serviceRequests: createServiceRequests(connection),
      wallNow: () => wall,
      log: pino({ level: 'silent' }),
    }),
  );
/** A case with these requests; answers with how they stand in it. */
const aCaseWith = async (...numbers: readonly string[]) => {
  const customer = await aCustomer(api);
  const body = { customer, kind: 'fraud', severity: 'high', source: 'phone', summary: 'The bank called.' };
  const receivedAt = new Date(wall).toISOString();
  const taken = await api.ask('POST', '/v1/security-cases', { as: 'analyst', body: { ...body, receivedAt } });
  const path = `/v1/security-cases/${taken.body['id']}`;
  for (const number of numbers)
    expect(await api.ask('POST', `${path}/service-request`, { as: 'analyst', body: { number } })).toMatchObject({
      status: 200,
    });
  return async (): Promise<readonly (string | null)[]> =>
    (await api.ask('GET', path, { as: 'auditor' })).body['serviceRequests'].map(
      ({ status }: { status: string | null }) => status,
    );
};
const opened = (id: string) => microsoft.control('POST', '/servicerequests', { id });

describe('the support requests of open cases', () => {
  it('are read although Microsoft refuses one, which stands in its case as unreadable', async () => {
    await opened('2603020002');
    await opened('2603020003');
    const status = await aCaseWith('26-03', '26-04', '2603020002', '2603020003');
    await microsoft.fault({ kind: 'refuse', code: '3000', match: { pathPattern: '26-03$' }, times: 9 });
    await microsoft.fault({ kind: 'status', status: 403, match: { pathPattern: '26-04$' }, times: 9 });
    expect(await round()).toEqual({ looked: 4, woken: 4 });
    expect(await status()).toEqual(['unreadable', 'unreadable', 'open', 'open']);
    expect(await round()).toEqual({ looked: 0, woken: 0 });
    wall += HOUR + 1;
    expect(await round()).toEqual({ looked: 4, woken: 0 });
  });

  it('stand as they were while Microsoft cannot be read, and are read when it can', async () => {
    await opened('2603020005');
    const status = await aCaseWith('2603020005');
    await microsoft.fault({ kind: 'status', status: 503, match: { pathPattern: 'servicerequests' }, times: 50 });
    expect(await round()).toEqual({ looked: 0, woken: 0 });
    expect(await status()).toEqual([null]);
    await microsoft.clearFaults();
    await round();
    expect(await status()).toEqual(['open']);
  });
});
