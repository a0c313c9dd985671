import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { PartnerCenterError, type UserGrant } from '../../../adapters/index.ts';
import { createSecurityAlerts } from '../../../adapters/partner-security/create-security-alerts.ts';
import { hurryingRuntime } from '../support/hurry.ts';
import { startedMicrosoft } from '../support/microsoft.ts';
import { refusalOf } from '../support/refusal.ts';

let microsoft: Awaited<ReturnType<typeof startedMicrosoft>>;
let connection: ReturnType<typeof microsoft.connection>;

const userGrant: UserGrant = {
  readRefreshToken: async () => 'simulated-refresh-token',
  replaceRefreshToken: async () => {},
};

beforeAll(async () => {
  microsoft = await startedMicrosoft();
  connection = microsoft.connection({ userGrant });
});
afterEach(async () => {
  await microsoft.clearFaults();
  await microsoft.control('POST', '/settings', { graphAway: false, graphPageSize: 100 });
});
afterAll(async () => {
  await connection.close();
  await microsoft.stop();
});

const alerts = () => createSecurityAlerts(microsoft.standard(), connection);
const raise = (own: object = {}) =>
  microsoft.control<{ id: string; azureSubscriptionId: string }>('POST', '/alerts', {
    customerTenantId: randomUUID(),
    ...own,
  });

test.each(['plain', 'prefixed'])('an alert with a %s id is the same by both ways', async (graphIdForm) => {
  const { id, azureSubscriptionId } = await raise({ graphIdForm, isTestAsText: true });
  const occurrence = `${azureSubscriptionId}/${id}`;
  const [fromGraph] = (await alerts().open()).filter((alert) => alert.occurrence === occurrence);
  await microsoft.control('POST', '/settings', { graphAway: true });
  const [fromEvents] = (await alerts().open()).filter((alert) => alert.occurrence === occurrence);
  expect(fromGraph).toMatchObject({ way: 'graph', status: 'active', severity: 'high', isTest: false });
  expect(fromEvents).toEqual({
    ...fromGraph,
    way: 'fraudEvents',
    id: `${azureSubscriptionId}_${id}`,
    alertType: 'NetworkConnectionsToCryptoMiningPools',
  });
});

test('an alert that Graph does not list comes from fraudEvents, and one that both list is told once', async () => {
  const { id, azureSubscriptionId } = await raise();
  const seen = async () =>
    (await alerts().open()).filter((alert) => alert.occurrence === `${azureSubscriptionId}/${id}`);
  expect((await seen()).map(({ way }) => way)).toEqual(['graph']);
  await microsoft.fault({ kind: 'edit', set: { value: [] }, match: { pathPattern: '^/beta/' } });
  expect((await seen()).map(({ way }) => way)).toEqual(['fraudEvents']);
});

test('all pages are read', async () => {
  const raised = await Promise.all([raise(), raise(), raise()]);
  await microsoft.control('POST', '/settings', { graphPageSize: 1 });
  const open = new Set((await alerts().open()).map(({ id }) => id));
  expect(raised.filter(({ id }) => !open.has(id))).toEqual([]);
});

test.each(['graph', 'fraudEvents'] as const)(
  'a verdict given by %s ends the alert, and can be given again',
  async (way) => {
    const { id, azureSubscriptionId } = await raise();
    await microsoft.control('POST', '/settings', { graphAway: way === 'fraudEvents' });
    const [alert] = (await alerts().open()).filter((one) => one.azureSubscriptionId === azureSubscriptionId);
    if (alert === undefined) throw new Error(`no alert ${id}`);
    expect(alert.way).toBe(way);
    expect(await alerts().answer(alert, 'fraud')).toMatchObject({ id: alert.id, status: 'resolved', verdict: 'fraud' });
    expect(await alerts().answer(alert, 'fraud')).toMatchObject({ verdict: 'fraud' });
    expect((await alerts().open()).filter((one) => one.azureSubscriptionId === azureSubscriptionId)).toEqual([]);
  },
);

test('a verdict whose answer is lost is found standing', async () => {
  const { id, azureSubscriptionId } = await raise();
  await microsoft.fault({ kind: 'lostAnswer', match: { method: 'PATCH' } });
  const answered = await alerts().answer({ id, way: 'graph', azureSubscriptionId }, 'legitimate');
  expect(answered).toMatchObject({ status: 'resolved', verdict: 'legitimate' });
  expect(
    (await microsoft.allRequests()).filter(({ path, method }) => method === 'PATCH' && path.endsWith(id)),
  ).toHaveLength(1);
});

test('a throttle of Graph is waited out as long as it says, to the fraction of a second', async () => {
  const runtime = hurryingRuntime();
  const own = microsoft.connection({ runtime });
  await microsoft.fault({ kind: 'throttle', retryAfter: 2.128, match: { pathPattern: '^/beta/' } });
  await createSecurityAlerts(microsoft.standard(), own).open();
  expect(runtime.waits).toEqual([2128]);
  await own.close();
});

test('a token that Graph no longer takes is replaced once', async () => {
  await microsoft.fault({ kind: 'status', status: 401, match: { pathPattern: '^/beta/' } });
  const { azureSubscriptionId } = await raise();
  const [alert] = (await alerts().open()).filter((one) => one.azureSubscriptionId === azureSubscriptionId);
  expect(alert).toMatchObject({ way: 'graph' });
});

test('without Graph and without a person’s consent, the failure that time may cure is told', async () => {
  const own = microsoft.connection();
  await microsoft.control('POST', '/settings', { graphAway: true });
  const error = await refusalOf(PartnerCenterError, createSecurityAlerts(microsoft.standard(), own).open());
  expect(error.kind).toBe('unavailable');
  await own.close();
});
