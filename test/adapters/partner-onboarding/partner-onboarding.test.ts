import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { PartnerCenterError } from '../../../adapters/index.ts';
import { createPartnerOnboarding } from '../../../adapters/partner-onboarding/create-partner-onboarding.ts';
import type { PartnerOnboarding } from '../../../adapters/partner-onboarding/port.ts';
import { startedMicrosoft } from '../support/microsoft.ts';
import { refusalOf } from '../support/refusal.ts';

let microsoft: Awaited<ReturnType<typeof startedMicrosoft>>;
let connection: ReturnType<typeof microsoft.connection>;
let onboarding: PartnerOnboarding;

beforeAll(async () => {
  microsoft = await startedMicrosoft();
  connection = microsoft.connection({
    userGrant: { readRefreshToken: async () => 'simulated-refresh-token', replaceRefreshToken: async () => {} },
  });
  onboarding = createPartnerOnboarding(connection);
});
afterEach(() => microsoft.clearFaults());
afterAll(async () => {
  await connection.close();
  await microsoft.stop();
});

const attestation = {
  firstName: 'Anna',
  lastName: 'Nowak',
  email: 'anna@contoso.example',
  agreedAt: '2026-01-02T00:00:00Z',
};
const unsigned = async (): Promise<string> => {
  const tenant = microsoft.newTenant();
  await microsoft.control('POST', `/tenants/${tenant}/account`, { signedDirectly: false });
  return tenant;
};
const attested = async (tenant: string) =>
  (await microsoft.requests(tenant)).filter(
    ({ method, path, status }) => method === 'POST' && path.endsWith('/agreements') && status === 201,
  ).length;

test('a domain is free until it is taken', async () => {
  expect(await onboarding.isDomainFree('nobodyhasit.onmicrosoft.com')).toBe(true);
  const tenant = microsoft.newTenant();
  await microsoft.seed(tenant);
  const taken = `tenant${tenant.replaceAll('-', '').slice(0, 12)}.onmicrosoft.com`;
  expect(await onboarding.isDomainFree(taken)).toBe(false);
});

test('an address is verified, mended, or nobody knows it', async () => {
  const address = { country: 'PL', city: 'Warszawa', addressLine1: 'ul. Prosta 1', postalCode: '00-001' };
  expect(await onboarding.checkAddress(address)).toMatchObject({ state: 'verified', suggestions: [] });
  expect(await onboarding.checkAddress({ ...address, postalCode: '00001' })).toMatchObject({
    state: 'suggested',
    suggestions: [{ ...address }],
  });
  expect(await onboarding.checkAddress({ ...address, postalCode: 'none' })).toMatchObject({ state: 'unknown' });
});

test('the agreement is attested once, whoever asks again, and what the customer signed itself needs none', async () => {
  const tenant = await unsigned();
  expect(await onboarding.hasAgreed(tenant)).toBe(false);
  await onboarding.attest(tenant, attestation, 'agree-1');
  await onboarding.attest(tenant, attestation, 'agree-2');
  expect([await onboarding.hasAgreed(tenant), await attested(tenant)]).toEqual([true, 1]);
  const signed = microsoft.newTenant();
  await onboarding.attest(signed, attestation, 'agree-3');
  expect(await attested(signed)).toBe(0);
});

test('an attestation whose answer is lost is read back and not given twice', async () => {
  const tenant = await unsigned();
  await microsoft.fault({ kind: 'lostAnswer', match: { method: 'POST', pathPattern: '/agreements$' } });
  await onboarding.attest(tenant, attestation, 'agree-4');
  expect(await onboarding.hasAgreed(tenant)).toBe(true);
  const sent = (await microsoft.requests(tenant)).filter(
    ({ path, method }) => method === 'POST' && path.endsWith('/agreements'),
  );
  expect(sent).toHaveLength(1);
});

test('a refused attestation is a refusal', async () => {
  const tenant = await unsigned();
  const wrong = { ...attestation, email: 'nobody' };
  expect(await refusalOf(PartnerCenterError, onboarding.attest(tenant, wrong, 'agree-5'))).toMatchObject({
    kind: 'refused',
    code: '800002',
  });
});

test('qualifications and the check of the account are read', async () => {
  const tenant = microsoft.newTenant();
  expect([await onboarding.qualifications(tenant), await onboarding.vetting(tenant)]).toEqual([[], 'Allowed']);
  await microsoft.control('POST', `/tenants/${tenant}/account`, {
    vetting: 'UnderReview',
    qualifications: [{ qualification: 'Education', vettingStatus: 'Approved' }],
  });
  expect(await onboarding.qualifications(tenant)).toEqual([{ qualification: 'education', status: 'approved' }]);
  expect(await onboarding.vetting(tenant)).toBe('UnderReview');
});

test('a billing profile changes in one member, over the etag that was read, and the rest of it stays', async () => {
  const tenant = microsoft.newTenant();
  await microsoft.control('POST', `/tenants/${tenant}/account`, { billing: { country: 'DE' } });
  await microsoft.fault({ kind: 'lostAnswer', match: { method: 'PUT', pathPattern: '/profiles/billing$' } });
  const changed = await onboarding.setBillingEmail(tenant, 'new@contoso.example', 'billing-1');
  expect(changed).toMatchObject({ email: 'new@contoso.example', country: 'DE' });
  expect(await onboarding.billingProfile(tenant)).toEqual(changed);
});
