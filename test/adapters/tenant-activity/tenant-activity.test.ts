import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { PartnerCenterError } from '../../../adapters/index.ts';
import { createTenantActivity } from '../../../adapters/tenant-activity/create-tenant-activity.ts';
import { notLicensed } from '../../../adapters/tenant-activity/port.ts';
import { createTenantCallers } from '../../../adapters/tenants/tenant-callers.ts';
import { defaultLimits } from '../../../adapters/partner-center/limits.ts';
import { startedMicrosoft } from '../support/microsoft.ts';
import { refusalOf } from '../support/refusal.ts';

const DAY = 86_400_000;
const OWNER = '8e3af657-a8ff-443c-a75c-2fe8c4bcb635';

let microsoft: Awaited<ReturnType<typeof startedMicrosoft>>;
let connection: ReturnType<typeof microsoft.connection>;
let tenants: ReturnType<typeof createTenantCallers>;
beforeAll(async () => {
  microsoft = await startedMicrosoft({ logPageSize: 2 });
  const userGrant = {
    readRefreshToken: async () => 'simulated-refresh-token',
    replaceRefreshToken: async () => {},
  };
  connection = microsoft.connection({ userGrant });
  tenants = createTenantCallers({ ...microsoft.standard(), userGrant }, connection);
});
afterAll(async () => {
  await connection.close();
  await microsoft.stop();
});

const logs = (pages = defaultLimits.pages) => createTenantActivity(tenants, { pages });
const lately = () => ({ from: Date.now() - DAY, to: Date.now() + DAY });
async function all<T>(pages: AsyncIterable<readonly T[]>): Promise<T[][]> {
  const read: T[][] = [];
  for await (const page of pages) read.push([...page]);
  return read;
}
async function aTenant(): Promise<{ tenant: string; azure: string }> {
  const tenant = randomUUID();
  const plan = await microsoft.seed(tenant, { offerId: 'DZH318Z0BPS6:0001:DZH318Z0BML6', quantity: 1 });
  const lever = `/tenants/${tenant}/subscriptions/${plan}/entitlements`;
  const { id } = await microsoft.control<{ id: string }>('POST', lever, {});
  return { tenant, azure: id };
}
const lever = (tenant: string, what: string, body: object) =>
  microsoft.control('POST', `/tenants/${tenant}/${what}`, body);

test('Azure tells an operation by its beginning and its end, newest first and page after page', async () => {
  const { tenant, azure } = await aTenant();
  const caller = { name: 'anna@customer.example', objectId: 'anna', address: '198.51.100.4' };
  await lever(tenant, 'azure-roles', { azureSubscriptionId: azure, principalId: 'boris', caller });
  const deed = { azureSubscriptionId: azure, operation: 'Microsoft.Consumption/budgets/delete', status: 'Succeeded' };
  await lever(tenant, 'azure-activity', { ...deed, caller: { name: randomUUID() } });
  const [first, second, ...more] = await all(logs().azure(tenant, azure, lately()));
  expect(more).toEqual([]);
  expect(first).toMatchObject([
    { operation: 'microsoft.consumption/budgets/delete', user: null },
    {
      operation: 'microsoft.authorization/roleassignments/write',
      category: 'administrative',
      status: 'succeeded',
      assigned: null,
      actorId: 'anna',
      user: 'anna@customer.example',
      address: '198.51.100.4',
    },
  ]);
  expect(second).toMatchObject([{ status: 'started', assigned: { role: OWNER, principal: 'boris' } }]);
  expect(second?.[0]?.correlationId).toBe(first?.[1]?.correlationId);
});

test('a cancelled Azure subscription leaves its record there as well', async () => {
  const { tenant, azure } = await aTenant();
  const path = `/subscriptions/${azure}/providers/Microsoft.Subscription/cancel?api-version=2021-10-01`;
  await tenants.armIn(tenant).write({ method: 'POST', path, tenant, messageRequestId: randomUUID() });
  const [page] = await all(logs().azure(tenant, azure, lately()));
  expect(page).toMatchObject([{ operation: 'microsoft.subscription/cancel/action', status: 'succeeded' }]);
});

test('Entra’s logs are read from a mark on, with roles, guests and countries', async () => {
  const { tenant } = await aTenant();
  const role = { templateId: '62E90394-69f5-4237-9190-012177145e10', name: 'Global Administrator' };
  const target = { id: 'guest', userPrincipalName: 'eve_evil.example#EXT#@customer.example' };
  await lever(tenant, 'directory-audits', { activity: 'Add member to role', role, target });
  await lever(tenant, 'directory-audits', {
    activity: 'Add user',
    target: { id: 'x' },
    at: new Date(Date.now() - 3 * DAY).toISOString(),
  });
  await lever(tenant, 'sign-ins', { userId: 'anna', country: 'PL' });
  await lever(tenant, 'sign-ins', { userId: 'anna', errorCode: 50126, risk: 'high', country: null });
  expect(await all(logs().directoryAudits(tenant, lately()))).toMatchObject([
    [
      {
        operation: 'Add member to role',
        succeeded: true,
        actorId: 'admin',
        user: 'admin@customer.example',
        targets: [
          { id: 'guest', isGuest: true, roles: [role.templateId.toLowerCase()] },
          { type: 'Role', roles: [] },
        ],
      },
    ],
  ]);
  expect((await all(logs().signIns(tenant, lately()))).flat()).toMatchObject([
    { succeeded: false, risk: 'high', country: null },
    { succeeded: true, risk: 'none', country: 'PL', userId: 'anna' },
  ]);
});

test('a tenant without the licence or without our role says so, and pages that do not end are an error', async () => {
  const { tenant, azure } = await aTenant();
  await lever(tenant, 'log-access', { premium: false, azureReader: false });
  const unlicensed = await refusalOf(PartnerCenterError, all(logs().signIns(tenant, lately())));
  expect(unlicensed).toMatchObject({ httpStatus: 403, code: notLicensed });
  const denied = await refusalOf(PartnerCenterError, all(logs().azure(tenant, azure, lately())));
  expect(denied).toMatchObject({ httpStatus: 403, kind: 'unauthorized', code: 'AuthorizationFailed' });
  for (const id of ['a', 'b', 'c', 'd', 'e']) await lever(tenant, 'directory-audits', { activity: id, target: { id } });
  const endless = await refusalOf(PartnerCenterError, all(logs(2).directoryAudits(tenant, lately())));
  expect(endless.code).toBe('endless_pages');
});

test.each([
  ['without a filter', ''],
  ['without a beginning', "&$filter=eventTimestamp le '2026-01-01T00:00:00Z'"],
  ['further back than 90 days', "&$filter=eventTimestamp ge '2020-01-01T00:00:00Z'"],
  ['with two fields', "&$filter=eventTimestamp ge 'NOW' and resourceProvider eq 'a' and resourceUri eq 'b'"],
  ['with an unknown option', "&$filter=eventTimestamp ge 'NOW'&$top=5"],
])('Azure refuses its log %s', async (_why, query) => {
  const { tenant, azure } = await aTenant();
  const path = `/subscriptions/${azure}/providers/microsoft.insights/eventtypes/management/values?api-version=2015-04-01${query.replace('NOW', new Date().toISOString())}`;
  const refused = await refusalOf(PartnerCenterError, tenants.armIn(tenant).read({ path, tenant }));
  expect(refused).toMatchObject({ httpStatus: 400, code: 'BadRequest' });
});

test('Graph refuses a page of more than a thousand', async () => {
  const tenant = randomUUID();
  const path = '/v1.0/auditLogs/signIns?$top=1001';
  const refused = await refusalOf(PartnerCenterError, tenants.graphIn(tenant).read({ path, tenant }));
  expect(refused).toMatchObject({ httpStatus: 400 });
});
