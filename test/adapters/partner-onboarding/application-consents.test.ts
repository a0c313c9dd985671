import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { PartnerCenterError } from '../../../adapters/index.ts';
import { createPartnerOnboarding } from '../../../adapters/partner-onboarding/create-partner-onboarding.ts';
import type { PartnerOnboarding } from '../../../adapters/partner-onboarding/port.ts';
import { createTenantCallers } from '../../../adapters/tenants/tenant-callers.ts';
import { startedMicrosoft } from '../support/microsoft.ts';
import { refusalOf } from '../support/refusal.ts';
import { rememberedGrant } from '../support/remembered-grant.ts';

const userGrant = rememberedGrant();
let microsoft: Awaited<ReturnType<typeof startedMicrosoft>>;
let connection: ReturnType<typeof microsoft.connection>;
let onboarding: PartnerOnboarding;

beforeAll(async () => {
  microsoft = await startedMicrosoft();
  connection = microsoft.connection({ userGrant });
  onboarding = createPartnerOnboarding(connection);
});
afterEach(() => microsoft.clearFaults());
afterAll(async () => {
  await connection.close();
  await microsoft.stop();
});

/** A customer's tenant in which nobody has let us in. */
const closedTenant = async (): Promise<string> => {
  const tenant = microsoft.newTenant();
  await microsoft.seed(tenant);
  await microsoft.control('POST', `/tenants/${tenant}/consent`, { granted: false });
  return tenant;
};
/** Whether Graph and Azure let us in, by tokens that were not there before. */
const admitted = async (tenant: string): Promise<readonly boolean[]> => {
  const tenants = createTenantCallers({ ...microsoft.standard(), userGrant }, connection);
  const looks = [
    tenants.graphIn(tenant).read({ path: '/v1.0/users', tenant }),
    tenants.armIn(tenant).read({ path: '/subscriptions/none?api-version=2022-12-01', tenant }),
  ];
  return (await Promise.allSettled(looks)).map(
    (look) => look.status === 'fulfilled' || look.reason.code !== 'invalid_grant',
  );
};
const sent = async (tenant: string): Promise<readonly string[]> =>
  (await microsoft.requests(tenant))
    .filter(({ path }) => path.includes('/applicationconsents'))
    .map(({ method, performed, replayed }) => `${method} ${performed}${replayed ? ' replayed' : ''}`);

test('a consent lets us into Graph and Azure, and its withdrawal ends that; neither minds being repeated', async () => {
  const tenant = await closedTenant();
  expect(await admitted(tenant)).toEqual([false, false]);
  await onboarding.consent(tenant, { anew: false });
  await onboarding.consent(tenant, { anew: false });
  expect([await admitted(tenant), await sent(tenant)]).toEqual([
    [true, true],
    ['POST 201', 'POST 409'],
  ]);
  await onboarding.withdrawConsent(tenant);
  await onboarding.withdrawConsent(tenant);
  expect(await admitted(tenant)).toEqual([false, false]);
});

test('a consent that is asked for anew replaces the one that stands', async () => {
  const tenant = await closedTenant();
  await onboarding.consent(tenant, { anew: true });
  expect(await sent(tenant)).toEqual(['POST 201']);
  await onboarding.consent(tenant, { anew: true });
  expect(await sent(tenant)).toEqual(['POST 201', 'POST 409', 'DELETE 204', 'POST 201']);
  expect(await admitted(tenant)).toEqual([true, true]);
});

test('what a customer withdraws is given again, whatever was answered before', async () => {
  const tenant = await closedTenant();
  await onboarding.consent(tenant, { anew: false });
  await microsoft.control('POST', `/tenants/${tenant}/consent`, { granted: false });
  await onboarding.consent(tenant, { anew: true });
  expect(await admitted(tenant)).toEqual([true, true]);
});

test('a consent whose answer is lost is not taken for a refusal, also where Microsoft says it in words alone', async () => {
  const tenant = await closedTenant();
  await microsoft.fault({ kind: 'lostAnswer', match: { method: 'POST', pathPattern: '/applicationconsents$' } });
  await onboarding.consent(tenant, { anew: false });
  expect(await sent(tenant)).toEqual(['POST 201', 'POST 201 replayed']);
  await microsoft.fault({
    kind: 'refuse',
    code: '409',
    status: 400,
    match: { method: 'POST', pathPattern: '/applicationconsents$' },
  });
  await onboarding.consent(tenant, { anew: false });
});

test('a tenant that has ended the relationship lets nobody in, and an application alone may not ask', async () => {
  const tenant = await closedTenant();
  await microsoft.control('POST', `/tenants/${tenant}/relationship`, { state: 'ended' });
  const refused = await refusalOf(PartnerCenterError, onboarding.consent(tenant, { anew: false }));
  expect(refused).toMatchObject({ kind: 'refused', code: '20002' });
  expect(await refusalOf(PartnerCenterError, onboarding.withdrawConsent(tenant))).toMatchObject({ code: '20002' });
  const alone = microsoft.connection();
  const unasked = createPartnerOnboarding(alone).consent(microsoft.newTenant(), { anew: false });
  expect(await refusalOf(PartnerCenterError, unasked)).toMatchObject({ kind: 'unauthorized', code: '900329' });
  await alone.close();
});
