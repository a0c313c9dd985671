import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { PartnerCenterError } from '../../../adapters/index.ts';
import { createTenantCallers } from '../../../adapters/tenants/tenant-callers.ts';
import { startedMicrosoft } from '../support/microsoft.ts';
import { rememberedGrant } from '../support/remembered-grant.ts';
import { refusalOf } from '../support/refusal.ts';

const AZURE_PLAN = 'DZH318Z0BPS6:0001:DZH318Z0BML6';

let microsoft: Awaited<ReturnType<typeof startedMicrosoft>>;
let connection: ReturnType<typeof microsoft.connection>;
let tenants: ReturnType<typeof createTenantCallers>;

beforeAll(async () => {
  microsoft = await startedMicrosoft({ entitlementAfterMs: 0 });
  const userGrant = rememberedGrant();
  connection = microsoft.connection({ userGrant });
  tenants = createTenantCallers({ ...microsoft.standard(), userGrant }, connection);
});
afterAll(async () => {
  await connection.close();
  await microsoft.stop();
});

async function azureOf(tenant: string): Promise<string> {
  const plan = await microsoft.seed(tenant, { offerId: AZURE_PLAN, quantity: 1 });
  const { id } = await microsoft.control<{ id: string }>(
    'POST',
    `/tenants/${tenant}/subscriptions/${plan}/entitlements`,
    {},
  );
  return `/subscriptions/${id}`;
}
const tokensFor = async (tenant: string): Promise<number> =>
  (await microsoft.allRequests()).filter(({ path }) => path.startsWith(`/${tenant}/oauth2`)).length;

describe('calls inside a customer’s tenant', () => {
  test('Azure is read and told there, with one token of that tenant', async () => {
    const tenant = randomUUID();
    const path = await azureOf(tenant);
    const arm = tenants.armIn(tenant);
    expect(await arm.read({ path: `${path}?api-version=2022-12-01`, tenant })).toMatchObject({ state: 'Enabled' });
    await arm.write({
      method: 'POST',
      path: `${path}/providers/Microsoft.Subscription/cancel?api-version=2021-10-01`,
      tenant,
      messageRequestId: randomUUID(),
    });
    const after = await tenants.armIn(tenant).read({ path: `${path}?api-version=2022-12-01`, tenant });
    expect(after).toMatchObject({ state: 'Disabled' });
    expect(await tokensFor(tenant)).toBe(1);
  });

  test('another customer’s Azure subscription is refused', async () => {
    const path = await azureOf(randomUUID());
    const stranger = randomUUID();
    const refused = await refusalOf(
      PartnerCenterError,
      tenants.armIn(stranger).read({ path: `${path}?api-version=2022-12-01`, tenant: stranger }),
    );
    expect(refused).toMatchObject({ httpStatus: 401, code: 'InvalidAuthenticationTokenTenant' });
  });

  test('an address without its api-version, and one that nobody knows, are refused in Azure’s words', async () => {
    const tenant = randomUUID();
    const path = await azureOf(tenant);
    const arm = tenants.armIn(tenant);
    expect(await refusalOf(PartnerCenterError, arm.read({ path, tenant }))).toMatchObject({
      code: 'MissingApiVersionParameter',
    });
    expect(
      await refusalOf(PartnerCenterError, arm.read({ path: `${path}?api-version=1999-01-01`, tenant })),
    ).toMatchObject({
      code: 'InvalidApiVersionParameter',
    });
    expect(
      await refusalOf(PartnerCenterError, arm.read({ path: `${path}/nothing?api-version=2022-12-01`, tenant })),
    ).toMatchObject({
      httpStatus: 404,
      code: 'InvalidResourceType',
    });
    const unknown = `/subscriptions/${randomUUID()}?api-version=2022-12-01`;
    expect(await refusalOf(PartnerCenterError, arm.read({ path: unknown, tenant }))).toMatchObject({
      code: 'SubscriptionNotFound',
    });
  });

  test('a customer that withdraws its consent is a matter for a person', async () => {
    const tenant = randomUUID();
    await microsoft.control('POST', `/tenants/${tenant}/consent`, { granted: false });
    const refused = await refusalOf(
      PartnerCenterError,
      tenants.graphIn(tenant).read({ path: '/beta/security/partner/securityAlerts', tenant }),
    );
    expect(refused).toMatchObject({ kind: 'unauthorized', needsPerson: true, code: 'invalid_grant' });
    await microsoft.control('POST', `/tenants/${tenant}/consent`, { granted: true });
    const read = await tenants.graphIn(tenant).read({ path: '/beta/security/partner/securityAlerts', tenant });
    expect(read).toMatchObject({ value: [] });
  });

  test('a link to another host is not followed with our token', async () => {
    const tenant = randomUUID();
    const away = 'https://attacker.example/v1.0/users';
    expect(await refusalOf(PartnerCenterError, tenants.graphIn(tenant).read({ path: away, tenant }))).toMatchObject({
      code: 'foreign_link',
    });
  });
});
