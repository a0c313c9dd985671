import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { pino } from 'pino';
import { type CredentialVault, type NewPartnerCustomer, PartnerCenterError } from '../../../adapters/index.ts';
import { startedMicrosoft } from '../support/microsoft.ts';
import { refusalOf } from '../support/refusal.ts';

let microsoft: Awaited<ReturnType<typeof startedMicrosoft>>;
let client: ReturnType<typeof microsoft.client>;
const kept: { tenantId: string; userName: string; password: string }[] = [];
const logged: string[] = [];

const credentialVault: CredentialVault = {
  store: async (tenantId, credentials) => {
    kept.push({ tenantId, ...credentials });
  },
};

beforeAll(async () => {
  microsoft = await startedMicrosoft();
  const logger = pino({ level: 'trace' }, { write: (line: string) => void logged.push(line) });
  client = microsoft.client({ credentialVault, logger });
});
afterEach(() => microsoft.clearFaults());
afterAll(async () => {
  await client.close();
  await microsoft.stop();
});

const contoso = (domain: string): NewPartnerCustomer => ({
  domain: `${domain}.onmicrosoft.com`,
  companyName: 'Contoso Sp. z o.o.',
  organizationRegistrationNumber: '5260001246',
  email: 'ksiegowosc@contoso.example',
  culture: 'pl-PL',
  language: 'pl',
  address: {
    country: 'PL',
    city: 'Warszawa',
    addressLine1: 'ul. Prosta 1',
    postalCode: '00-001',
    firstName: 'Anna',
    lastName: 'Nowak',
    phoneNumber: '+48221234567',
  },
});

test('a customer is created, its password goes to the vault and to no log', async () => {
  const { tenantId } = await client.createCustomer(contoso('contoso1'), 'create-1');
  const credentials = kept.find((entry) => entry.tenantId === tenantId);
  expect(credentials).toMatchObject({
    userName: 'admin@contoso1.onmicrosoft.com',
    password: expect.stringMatching(/.{8,}/),
  });
  expect(await client.readCustomer(tenantId)).toEqual({
    tenantId,
    companyName: 'Contoso Sp. z o.o.',
    domain: 'contoso1.onmicrosoft.com',
    organizationRegistrationNumber: '5260001246',
    relationshipToPartner: 'reseller',
    allowDelegatedAccess: true,
  });
  expect(logged.length).toBeGreaterThan(0);
  expect(logged.join('')).not.toContain(credentials?.password);
  expect(logged.join('')).not.toContain('contoso');
});

test('a customer whose answer is lost is found by its domain, and the password still reaches the vault', async () => {
  await microsoft.fault({ kind: 'lostAnswer', match: { method: 'POST', pathPattern: '^/v1/customers$' } });
  const { tenantId } = await client.createCustomer(contoso('contoso2'), 'create-2');
  expect(kept.filter((entry) => entry.tenantId === tenantId)).toHaveLength(1);
  expect((await client.readCustomer(tenantId)).domain).toBe('contoso2.onmicrosoft.com');
});

test('a vault that fails makes the creation doubtful, and the same intention again brings the password', async () => {
  let broken = true;
  const flaky: CredentialVault = {
    store: async (tenantId, credentials) => {
      if (broken) throw new Error('The vault is sealed.');
      await credentialVault.store(tenantId, credentials);
    },
  };
  const own = microsoft.client({ credentialVault: flaky });
  const error = await refusalOf(PartnerCenterError, own.createCustomer(contoso('contoso3'), 'create-3'));
  expect(error).toMatchObject({ kind: 'doubtful', code: 'credentials_not_kept' });
  broken = false;
  const { tenantId } = await own.createCustomer(contoso('contoso3'), 'create-3');
  expect(kept.filter((entry) => entry.tenantId === tenantId)).toHaveLength(1);
  await own.close();
});

const creationRefused = async (input: NewPartnerCustomer) =>
  refusalOf(PartnerCenterError, client.createCustomer(input, 'create-4'));

test('a Polish customer without registration or phone number is refused before anything is sent', async () => {
  const { organizationRegistrationNumber: _number, ...unregistered } = contoso('contoso4');
  const { phoneNumber: _phone, ...address } = contoso('contoso4').address;
  const before = (await microsoft.allRequests()).length;
  expect(await creationRefused(unregistered)).toMatchObject({
    kind: 'refused',
    code: '600049',
    httpStatus: null,
    needsPerson: true,
  });
  expect(await creationRefused({ ...contoso('contoso4'), address })).toMatchObject({ kind: 'refused', code: '600051' });
  expect(await microsoft.allRequests()).toHaveLength(before);
});

test('a wrong registration number is refused by Microsoft, and corrected under a new intention', async () => {
  const wrong = { ...contoso('contoso5'), organizationRegistrationNumber: 'PL-1' };
  const error = await refusalOf(PartnerCenterError, client.createCustomer(wrong, 'create-5'));
  expect(error).toMatchObject({ kind: 'refused', httpStatus: 400, code: '600050', needsPerson: true });
  expect(error.message).not.toContain('Contoso');
  await expect(client.createCustomer(contoso('contoso5'), 'create-5b')).resolves.toHaveProperty('tenantId');
});

test('a customer that ended the relationship is refused until a person restores it', async () => {
  const tenant = microsoft.newTenant();
  await microsoft.control('POST', `/tenants/${tenant}/relationship`, { state: 'ended' });
  expect(await refusalOf(PartnerCenterError, client.listSubscriptions(tenant))).toMatchObject({
    kind: 'refused',
    code: '20002',
    needsPerson: true,
  });
});
