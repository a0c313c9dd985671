import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { PartnerCenterError } from '../../../adapters/index.ts';
import { createAzureEntitlements } from '../../../adapters/partner-security/create-azure-entitlements.ts';
import { startedMicrosoft } from '../support/microsoft.ts';
import { refusalOf } from '../support/refusal.ts';

let microsoft: Awaited<ReturnType<typeof startedMicrosoft>>;
let connection: ReturnType<typeof microsoft.connection>;

beforeAll(async () => {
  microsoft = await startedMicrosoft();
  connection = microsoft.connection();
});
afterEach(() => microsoft.clearFaults());
afterAll(async () => {
  await connection.close();
  await microsoft.stop();
});

const azurePlan = { offerId: 'DZH318Z0BPS6:0001:DZH318Z0BMTH', billingCycle: 'one_time' };

/** A customer with a plan and an Azure subscription under it. */
async function customer() {
  const tenant = microsoft.newTenant();
  const planId = await microsoft.seed(tenant, azurePlan);
  const under = `/tenants/${tenant}/subscriptions/${planId}/entitlements`;
  const { id } = await microsoft.control<{ id: string }>('POST', under, { friendlyName: 'Production' });
  const written = async (): Promise<readonly string[]> =>
    (await microsoft.changes(tenant)).map(({ change }) => change).filter((change) => change.startsWith('azure'));
  const later = async (): Promise<void> => {
    const now = new Date(Date.now() + 15 * 60_000).toISOString();
    await microsoft.control('POST', '/clock', { tenantId: tenant, now });
  };
  return { tenant, planId, id, under, written, later, entitlements: createAzureEntitlements(connection) };
}

test('the Azure subscriptions of every plan are listed, and other subscriptions are no plans', async () => {
  const { tenant, planId, id, entitlements } = await customer();
  await microsoft.seed(tenant);
  const second = await microsoft.seed(tenant, azurePlan);
  const other = await microsoft.control<{ id: string }>(
    'POST',
    `/tenants/${tenant}/subscriptions/${second}/entitlements`,
    {
      friendlyName: 'Laboratory',
      active: false,
    },
  );
  expect((await entitlements.list(tenant)).toSorted((a, b) => b.friendlyName.localeCompare(a.friendlyName))).toEqual([
    { id, planId, friendlyName: 'Production', active: true },
    { id: other.id, planId: second, friendlyName: 'Laboratory', active: false },
  ]);
});

test('a cancellation shows ten minutes later, and a second one changes nothing, before that and after', async () => {
  const { tenant, id, entitlements, written, later } = await customer();
  const [entitlement] = await entitlements.list(tenant);
  if (entitlement === undefined) throw new Error('nothing is listed');
  await entitlements.cancel(tenant, entitlement);
  await entitlements.cancel(tenant, entitlement);
  expect((await entitlements.list(tenant)).map(({ active }) => active)).toEqual([true]);
  await later();
  expect((await entitlements.list(tenant)).map(({ active }) => active)).toEqual([false]);
  await entitlements.cancel(tenant, { ...entitlement, id });
  expect(await written()).toEqual(['azureCancelled']);
});

test('one that the customer has switched on again within the hour is cancelled again', async () => {
  const { tenant, planId, id, under, entitlements, written, later } = await customer();
  await entitlements.cancel(tenant, { id, planId });
  await later();
  await microsoft.control('POST', `${under}/${id}/customer-reactivation`, {});
  await entitlements.cancel(tenant, { id, planId });
  expect(await written()).toEqual(['azureCancelled', 'azureReactivated', 'azureCancelled']);
});

test('one that is off is reactivated, and a second time is no error', async () => {
  const { tenant, planId, id, entitlements, later } = await customer();
  await entitlements.cancel(tenant, { id, planId });
  await later();
  await entitlements.reactivate(tenant, { id, planId });
  await microsoft.control('POST', '/settings', { entitlementAfterMs: 0 });
  await entitlements.reactivate(tenant, { id, planId });
  await microsoft.control('POST', '/settings', { entitlementAfterMs: 600_000 });
});

test('one that is on is no error to reactivate', async () => {
  const { tenant, planId, id, entitlements, written } = await customer();
  await entitlements.reactivate(tenant, { id, planId });
  expect(await written()).toEqual([]);
});

test.each([
  ['is lost after the effect', { kind: 'lostAnswer' }],
  ['is trouble of the server after the effect', { kind: 'status', status: 500, effect: 'done' }],
  ['never comes, and nothing has happened', { kind: 'status', status: 503 }],
  ['is accepted without a body', { kind: 'accepted' }],
])('a cancellation whose answer %s happens once', async (_name, fault) => {
  const { tenant, planId, id, entitlements, written } = await customer();
  await microsoft.fault({ ...fault, match: { method: 'POST', tenantId: tenant } });
  await entitlements.cancel(tenant, { id, planId });
  expect(await written()).toEqual(['azureCancelled']);
});

test('a refusal that is not about its state is an error, and whoever must act is named', async () => {
  const { tenant, planId, id, entitlements, written } = await customer();
  await microsoft.fault({ kind: 'refuse', code: '900308', status: 403, match: { method: 'POST', tenantId: tenant } });
  expect(await refusalOf(PartnerCenterError, entitlements.cancel(tenant, { id, planId }))).toMatchObject({
    kind: 'unauthorized',
    needsPerson: true,
  });
  expect(await written()).toEqual([]);
});

test('one that is not under the plan is not found', async () => {
  const { tenant, planId, entitlements } = await customer();
  expect(await refusalOf(PartnerCenterError, entitlements.cancel(tenant, { id: randomUUID(), planId }))).toMatchObject({
    kind: 'notFound',
    code: '800111',
  });
});

test('an application that has lost its roles cancels nothing, and a person is told', async () => {
  const { tenant, id, planId, written, entitlements } = await customer();
  const all = ['globalAdministrator', 'adminAgent'];
  const given = (application: readonly string[]) =>
    microsoft.control('POST', '/partner', { roles: { person: all, application } });
  await given(['adminAgent']);
  await microsoft.control('DELETE', '/access-tokens');
  const refused = await refusalOf(PartnerCenterError, entitlements.cancel(tenant, { id, planId }));
  expect(refused).toMatchObject({ httpStatus: 403, code: '900150', kind: 'unauthorized', needsPerson: true });
  expect(await written()).toEqual([]);
  await given(all);
  await microsoft.control('DELETE', '/access-tokens');
  await entitlements.cancel(tenant, { id, planId });
  expect(await written()).toEqual(['azureCancelled']);
});
