import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { PartnerCenterError } from '../../../adapters/index.ts';
import { createPartnerDirectory } from '../../../adapters/partner-directory/create-partner-directory.ts';
import type { PartnerDirectory } from '../../../adapters/partner-directory/port.ts';
import { createTenantCallers } from '../../../adapters/tenants/tenant-callers.ts';
import { startedMicrosoft } from '../support/microsoft.ts';
import { rememberedGrant } from '../support/remembered-grant.ts';
import { refusalOf } from '../support/refusal.ts';

const CREATED = '2025-01-01T00:00:00Z';
const SKU = 'cbdc14ab-d96c-4c30-b9f4-6ada7cdc1d46';

let microsoft: Awaited<ReturnType<typeof startedMicrosoft>>;
let directory: PartnerDirectory;
let close: () => Promise<void>;

beforeAll(async () => {
  microsoft = await startedMicrosoft();
  const userGrant = rememberedGrant();
  const connection = microsoft.connection({ userGrant });
  close = () => connection.close();
  directory = createPartnerDirectory(
    createTenantCallers({ ...microsoft.standard(), userGrant }, connection),
    connection,
  );
});
afterAll(async () => {
  await close();
  await microsoft.stop();
});

/** A tenant with these users; answers it and their ids. */
async function aTenant(seed: { readonly users?: readonly object[]; readonly [more: string]: unknown }) {
  const tenant = randomUUID();
  const users = (seed.users ?? []).map((user) => ({ createdAt: CREATED, ...user }));
  const seeded = await microsoft.control<{ users: string[] }>('POST', `/tenants/${tenant}/directory`, {
    ...seed,
    users,
  });
  return { tenant, ids: seeded.users };
}

test('users and guests come with names, licences, and the sign-ins that Microsoft knows by now', async () => {
  const at = '2026-01-02T03:04:05.000Z';
  const { tenant, ids } = await aTenant({
    users: [
      { displayName: 'Ola', userPrincipalName: 'ola@c.example', assignedLicenses: [SKU], signIns: [{ at }] },
      { userType: 'Guest', externalUserState: 'PendingAcceptance' },
      { userType: null, accountEnabled: false, signIns: [{ at, succeeded: false }] },
      { signIns: [{ at: new Date(Date.now() - 3_600_000).toISOString() }] },
    ],
  });
  const { users, areSignInsKnown } = await directory.users(tenant);
  const instant = Date.parse(at);
  expect(areSignInsKnown).toBe(true);
  expect(users).toMatchObject([
    { id: ids[0], displayName: 'Ola', userPrincipalName: 'ola@c.example', type: 'member', isEnabled: true },
    { id: ids[1], type: 'guest', isPending: true, signIn: null },
    { type: 'member', isEnabled: false, signIn: { succeededAt: null, triedAt: instant } },
    // An hour ago: a day late, so nothing is known yet.
    { signIn: null },
  ]);
  expect(users[0]).toMatchObject({ licences: [SKU], signIn: { succeededAt: instant, triedAt: instant } });
  expect(users[0]?.createdAt).toBe(Date.parse(CREATED));
});

test('a directory of more than one page is read whole, five hundred at a time', async () => {
  const { tenant, ids } = await aTenant({ users: Array.from({ length: 1_103 }, () => ({})) });
  const { users } = await directory.users(tenant);
  expect(new Set(users.map(({ id }) => id))).toEqual(new Set(ids));
});

test('a tenant without Entra ID P1 or P2 tells everything but sign-ins', async () => {
  const { tenant } = await aTenant({ isPremium: false, users: [{ signIns: [{ at: CREATED }] }] });
  const { users, areSignInsKnown } = await directory.users(tenant);
  expect([areSignInsKnown, users.map(({ signIn }) => signIn)]).toEqual([false, [null]]);
});

test('licences count what is bought apart from trials and what is free', async () => {
  const [trial, free] = [randomUUID(), randomUUID()];
  const { tenant } = await aTenant({
    skus: [
      { skuId: SKU, skuPartNumber: 'SPB', bought: 10 },
      { skuId: trial, skuPartNumber: 'VISIO', bought: 25, isTrial: true },
      { skuId: free, skuPartNumber: 'FLOW_FREE', freeUnits: 10_000 },
    ],
    users: [{ assignedLicenses: [SKU, free] }, { assignedLicenses: [SKU] }],
  });
  expect(await directory.licences(tenant)).toEqual([
    { sku: SKU, name: 'SPB', bought: 10, available: 10, assigned: 2 },
    { sku: trial, name: 'VISIO', bought: 0, available: 25, assigned: 0 },
    { sku: free, name: 'FLOW_FREE', bought: 0, available: 10_000, assigned: 1 },
  ]);
});

test('an account is disabled once, read back, deleted and gone; who enabled it again is known', async () => {
  const { tenant, ids } = await aTenant({ users: [{}, {}] });
  const [user = '', other = ''] = ids;
  await directory.disable(tenant, user);
  await directory.disable(tenant, user);
  expect(await directory.find(tenant, user)).toEqual({ id: user, isEnabled: false });
  await directory.enable(tenant, user);
  expect(await directory.enabledSince(tenant, Date.now() - 60_000)).toEqual(new Set([user]));
  expect(await directory.enabledSince(tenant, Date.now() + 60_000)).toEqual(new Set());
  await directory.delete(tenant, user);
  await directory.delete(tenant, user);
  expect(await directory.find(tenant, user)).toBeNull();
  expect((await directory.users(tenant)).users.map(({ id }) => id)).toEqual([other]);
  const refused = await refusalOf(PartnerCenterError, directory.disable(tenant, user));
  expect(refused).toMatchObject({ kind: 'notFound', code: 'Request_ResourceNotFound' });
});

test('a lost answer and a throttle do not make it twice', async () => {
  const { tenant, ids } = await aTenant({ users: [{}] });
  const [user = ''] = ids;
  const match = { method: 'PATCH', pathPattern: '^/v1.0/users/' };
  await microsoft.fault({ kind: 'throttle', retryAfter: 1.25, match });
  await microsoft.fault({ kind: 'lostAnswer', match });
  await directory.disable(tenant, user);
  await microsoft.clearFaults();
  const writes = (await microsoft.allRequests()).filter(
    ({ method, path }) => method === 'PATCH' && path.includes(user),
  );
  expect(writes.map(({ performed }) => performed)).toEqual([null, 204]);
  expect(await directory.find(tenant, user)).toMatchObject({ isEnabled: false });
});

test('sessions are revoked, and it shows', async () => {
  const { tenant, ids } = await aTenant({ users: [{}] });
  await directory.revokeSessions(tenant, ids[0] ?? '');
  const { users } = await microsoft.control<{ users: { sessionsValidFrom: number }[] }>(
    'GET',
    `/tenants/${tenant}/directory`,
  );
  expect(users[0]?.sessionsValidFrom).toBeGreaterThan(Date.parse(CREATED));
});

test('a customer that has withdrawn its consent is a matter for a person', async () => {
  const { tenant } = await aTenant({});
  await microsoft.control('POST', `/tenants/${tenant}/consent`, { granted: false });
  const refused = await refusalOf(PartnerCenterError, directory.users(tenant));
  expect(refused).toMatchObject({ kind: 'unauthorized', needsPerson: true });
});
