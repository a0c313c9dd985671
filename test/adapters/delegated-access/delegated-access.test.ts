import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { PartnerCenterError } from '../../../adapters/index.ts';
import { createDelegatedRelationships } from '../../../adapters/delegated-access/create-delegated-relationships.ts';
import { createSecurityScores } from '../../../adapters/delegated-access/create-security-scores.ts';
import { createTenantAccess } from '../../../adapters/delegated-access/create-tenant-access.ts';
import { createTenantCallers } from '../../../adapters/tenants/tenant-callers.ts';
import type { AccessTarget } from '../../../domain/access/access-target.ts';
import { startedMicrosoft } from '../support/microsoft.ts';
import { rememberedGrant } from '../support/remembered-grant.ts';
import { refusalOf } from '../support/refusal.ts';

const AZURE_PLAN = 'DZH318Z0BPS6:0001:DZH318Z0BML6';
const READER = '5d6b6bb7-de71-4623-b4af-96380a352509';
const GLOBAL_ADMINISTRATOR = '62e90394-69f5-4237-9190-012177145e10';
const OWNER = '8e3af657-a8ff-443c-a75c-2fe8c4bcb635';

let microsoft: Awaited<ReturnType<typeof startedMicrosoft>>;
let connection: ReturnType<typeof microsoft.connection>;
let tenants: ReturnType<typeof createTenantCallers>;
let relationships: ReturnType<typeof createDelegatedRelationships>;
let access: ReturnType<typeof createTenantAccess>;

beforeAll(async () => {
  microsoft = await startedMicrosoft({ graphPageSize: 2 });
  const userGrant = rememberedGrant();
  connection = microsoft.connection({ userGrant });
  tenants = createTenantCallers({ ...microsoft.standard(), userGrant }, connection);
  relationships = createDelegatedRelationships(tenants.partnerGraph, connection);
  access = createTenantAccess(tenants, connection);
});
afterEach(() => microsoft.clearFaults());
afterAll(async () => {
  await connection.close();
  await microsoft.stop();
});

const offerTo = (customerTenantId: string, duration = 'P730D') =>
  relationships.offer({ displayName: `T ${randomUUID()}`, customerTenantId, duration, roles: [READER] });
const inForce = async (tenant: string, roles = [READER]): Promise<string> =>
  (await microsoft.control<{ id: string }>('POST', `/tenants/${tenant}/delegated-relationships`, { roles })).id;

describe('delegated admin relationships', () => {
  test('one is offered, waits for the customer, and is found among all of them, page after page', async () => {
    const tenant = randomUUID();
    const offered = await offerTo(tenant);
    expect(offered).toMatchObject({
      status: 'approvalPending',
      customerTenantId: tenant,
      roles: [READER],
      endsAt: null,
    });
    await microsoft.control('POST', `/tenants/${tenant}/delegated-relationships/${offered.id}/approval`, {});
    await inForce(tenant);
    await inForce(tenant);
    const mine = (await relationships.list()).filter(({ customerTenantId }) => customerTenantId === tenant);
    expect(mine.map(({ status }) => status)).toEqual(['active', 'active', 'active']);
    expect(mine[0]?.endsAt).toBeGreaterThan(Date.now() + 729 * 86_400_000);
  });

  test.each([
    ['is lost after the effect', { kind: 'lostAnswer' }],
    ['is trouble of the server after the effect', { kind: 'status', status: 500, effect: 'done' }],
  ])('an offer whose answer %s is one offer', async (_how, fault) => {
    const tenant = randomUUID();
    await microsoft.fault({ ...fault, match: { method: 'POST', pathPattern: 'delegatedAdminRelationships$' } });
    expect(await offerTo(tenant)).toMatchObject({ status: 'approvalPending' });
    expect((await relationships.list()).filter((one) => one.customerTenantId === tenant)).toHaveLength(1);
  });

  test('more than two years is refused', async () => {
    expect(await refusalOf(PartnerCenterError, offerTo(randomUUID(), 'P3Y'))).toMatchObject({ httpStatus: 400 });
  });

  test('one is terminated, and a second time is no error', async () => {
    const id = await inForce(randomUUID());
    expect(await relationships.terminate(id)).toMatchObject({ status: 'terminated' });
    expect(await relationships.terminate(id)).toMatchObject({ status: 'terminated' });
  });

  test('a group is given roles, other roles, and none, each read back', async () => {
    const id = await inForce(randomUUID(), [READER, GLOBAL_ADMINISTRATOR]);
    const group = randomUUID();
    expect(await relationships.assign(id, group, [READER])).toMatchObject({ securityGroup: group, roles: [READER] });
    expect(await relationships.assign(id, group, [GLOBAL_ADMINISTRATOR])).toMatchObject({
      roles: [GLOBAL_ADMINISTRATOR],
    });
    expect(await relationships.assignments(id)).toHaveLength(1);
    await relationships.unassign(id, group);
    await relationships.unassign(id, group);
    expect(await relationships.assignments(id)).toEqual([]);
  });
});

/** A target in a new tenant. */
async function place(kind: AccessTarget['kind']): Promise<{ tenant: string; target: AccessTarget }> {
  const tenant = randomUUID();
  const principal = randomUUID();
  if (kind === 'directoryRole') return { tenant, target: { kind, role: GLOBAL_ADMINISTRATOR, principal } };
  const plan = await microsoft.seed(tenant, { offerId: AZURE_PLAN, quantity: 1 });
  const under = `/tenants/${tenant}/subscriptions/${plan}/entitlements`;
  const { id: subscription } = await microsoft.control<{ id: string }>('POST', under, {});
  return { tenant, target: { kind, role: OWNER, principal, subscription } };
}

describe.each(['directoryRole', 'azureRole'] as const)('a %s', (kind) => {
  test('is made once and read back, removed and read back, and neither minds being repeated', async () => {
    const { tenant, target } = await place(kind);
    const id = await access.make(tenant, target);
    expect(await access.make(tenant, target)).toBe(id);
    expect(await access.find(tenant, target)).toBe(id);
    const seen =
      target.kind === 'azureRole'
        ? await access.azureRoles(tenant, target.subscription)
        : await access.directoryRoles(tenant);
    expect(seen).toMatchObject([{ id, target }]);
    expect([await access.remove(tenant, target), await access.remove(tenant, target)]).toEqual([true, true]);
    expect(await access.find(tenant, target)).toBeNull();
  });

  test('whose answer is lost on the way is there once, and gone once', async () => {
    const { tenant, target } = await place(kind);
    await microsoft.fault({ kind: 'lostAnswer', match: { pathPattern: 'roleAssignments' } });
    await microsoft.fault({
      kind: 'status',
      status: 500,
      effect: 'done',
      match: { method: kind === 'azureRole' ? 'PUT' : 'POST', pathPattern: 'roleAssignments' },
    });
    const id = await access.make(tenant, target);
    await microsoft.fault({ kind: 'lostAnswer', match: { method: 'DELETE' } });
    expect(await access.remove(tenant, target)).toBe(true);
    expect(id).toBeTruthy();
  });
});

describe('a customer’s tenant', () => {
  test('shows everybody’s roles on all pages, and the partner’s own group is nobody’s', async () => {
    const { tenant, target } = await place('azureRole');
    if (target.kind !== 'azureRole') throw new Error('no Azure');
    const roles = `/azure-subscriptions/${target.subscription}/roles`;
    await microsoft.control('POST', roles, { role: OWNER, principalType: 'ForeignGroup' });
    await microsoft.control('POST', roles, { role: OWNER });
    expect(await access.azureRoles(tenant, target.subscription)).toHaveLength(1);
    for (let count = 0; count < 5; count += 1)
      await microsoft.control('POST', `/tenants/${tenant}/directory-roles`, { roleDefinitionId: READER });
    expect(await access.directoryRoles(tenant)).toHaveLength(5);
  });

  test('tells who is registered for MFA', async () => {
    const tenant = randomUUID();
    const admin = { isAdmin: true, isMfaRegistered: false };
    const { id } = await microsoft.control<{ id: string }>('POST', `/tenants/${tenant}/mfa-registrations`, admin);
    expect(await access.mfaRegistrations(tenant)).toEqual([{ user: id, isAdmin: true, isRegistered: false }]);
  });

  test('whose relationship was ended is a matter for a person', async () => {
    const tenant = randomUUID();
    const id = await inForce(tenant, [GLOBAL_ADMINISTRATOR]);
    expect(await access.directoryRoles(tenant)).toEqual([]);
    await microsoft.control('DELETE', `/tenants/${tenant}/delegated-relationships/${id}`);
    expect(await refusalOf(PartnerCenterError, access.directoryRoles(tenant))).toMatchObject({
      kind: 'unauthorized',
      needsPerson: true,
      code: 'Authorization_RequestDenied',
    });
  });
});

test('the score says what is met, whatever word Microsoft has for what is not', async () => {
  await microsoft.control('POST', '/security-score', {
    requirementType: 'securityContactProvided',
    complianceStatus: 'noncomplaint',
    score: 2.5,
  });
  const score = await createSecurityScores(tenants.partnerGraph, connection).read();
  expect([score.current, score.max]).toEqual(['82.5', '100']);
  expect(score.requirements.filter(({ compliant }) => !compliant)).toEqual([
    { type: 'securityContactProvided', compliant: false, score: '2.5', maxScore: '20' },
  ]);
});
