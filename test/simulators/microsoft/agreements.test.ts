import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { OFFER, partner } from '../support/partner.ts';

let microsoft: Awaited<ReturnType<typeof partner>>;
beforeAll(async () => {
  microsoft = await partner();
});
afterAll(() => microsoft.stop());

// oxlint-disable-next-line typescript/no-explicit-any
const asUser = (method: string, path: string, body?: unknown) =>
  // oxlint-disable-next-line typescript/no-explicit-any
  microsoft.call<any>(method, path, body, { authorization: `Bearer ${microsoft.userToken}` });

const MCA = '117a77b0-9360-443b-8795-c6dedc750cf9';
const attestation = (change: object = {}) => ({
  primaryContact: { firstName: 'Anna', lastName: 'Nowak', email: 'anna@contoso.example' },
  templateId: MCA,
  dateAgreed: '2026-01-02T00:00:00Z',
  type: 'MicrosoftCustomerAgreement',
  ...change,
});

let count = 0;
async function created(): Promise<string> {
  count += 1;
  const reply = await microsoft.call<{ id: string }>('POST', '/customers', {
    companyProfile: { domain: `agreeing${count}.onmicrosoft.com`, organizationRegistrationNumber: '5260001246' },
    billingProfile: {
      email: 'jan@contoso.pl',
      culture: 'pl-PL',
      language: 'pl',
      companyName: 'Contoso',
      defaultAddress: {
        country: 'PL',
        city: 'Warszawa',
        addressLine1: 'ul. Prosta 1',
        postalCode: '00-001',
        firstName: 'Jan',
        lastName: 'Kowalski',
        phoneNumber: '+48220000000',
      },
    },
  });
  return reply.body.id;
}

const order = { billingCycle: 'monthly', lineItems: [{ lineItemNumber: 0, offerId: OFFER, quantity: 1 }] };

test('a new tenant is sold nothing before the customer agreement is attested, once for a contact', async () => {
  const tenant = await created();
  expect((await microsoft.call('POST', `/customers/${tenant}/orders`, order)).body.code).toBe('13605');
  expect((await asUser('GET', `/customers/${tenant}/agreements?agreementType=*`)).body.totalCount).toBe(0);
  const made = await asUser('POST', `/customers/${tenant}/agreements`, attestation());
  expect([made.status, made.body]).toMatchObject([201, { templateId: MCA, userId: expect.any(String) }]);
  const again = await asUser('POST', `/customers/${tenant}/agreements`, attestation());
  expect([again.status, again.body]).toMatchObject([400, { code: 600061, isRetryable: false }]);
  // Without a type the list is of the old Cloud Agreement.
  expect((await asUser('GET', `/customers/${tenant}/agreements`)).body.totalCount).toBe(0);
  const listed = await asUser('GET', `/customers/${tenant}/agreements?agreementType=MicrosoftCustomerAgreement`);
  expect(listed.body.items).toMatchObject([{ agreementLink: expect.stringContaining('https://') }]);
  expect((await microsoft.call('POST', `/customers/${tenant}/orders`, order)).status).toBe(201);
});

test('what the customer has signed itself suffices, and is told', async () => {
  const tenant = randomUUID();
  const signed = async () =>
    (await asUser('GET', `/customers/${tenant}/directSignedMicrosoftCustomerAgreementStatus`)).body.isSigned;
  expect(await signed()).toBe(true);
  await microsoft.pull('POST', `tenants/${tenant}/account`, { signedDirectly: false });
  expect(await signed()).toBe(false);
  expect((await microsoft.call('POST', `/customers/${tenant}/orders`, order)).body.code).toBe('13605');
});

test('templates and their documents are read, by a person only', async () => {
  expect((await microsoft.call('GET', '/agreements')).body.code).toBe('900329');
  const path = '/agreements?agreementType=MicrosoftCustomerAgreement';
  expect((await asUser('GET', path)).body.items).toMatchObject([{ templateId: MCA, versionRank: 0 }]);
  const document = await asUser('GET', `/agreementtemplates/${MCA}/document?language=pl-PL&country=PL`);
  expect(document.body).toMatchObject({
    language: 'pl-PL',
    country: 'PL',
    displayUri: expect.stringContaining('https://'),
  });
  expect((await asUser('GET', '/agreements?agreementType=Lease')).body.code).toBe('900126');
});

test.each([
  ['a template that is none', { templateId: randomUUID() }],
  ['a template of another type', { type: 'MicrosoftCloudAgreement' }],
  ['no date', { dateAgreed: 'soon' }],
  ['a contact without a name', { primaryContact: { firstName: '', lastName: 'Nowak', email: 'anna@contoso.example' } }],
])('an attestation with %s is refused', async (_what, change) => {
  const reply = await asUser('POST', `/customers/${randomUUID()}/agreements`, attestation(change));
  expect([reply.status, reply.body.code]).toEqual([400, '800002']);
});

test.each([
  ['UnderReview', '800073', '800074'],
  ['Refused', '800075', '800075'],
  ['Locked', '900416', '900416'],
])('an account that is %s takes no order and no checkout', async (vetting, code, atCheckout) => {
  const tenant = randomUUID();
  await microsoft.pull('POST', `tenants/${tenant}/account`, { vetting });
  expect((await asUser('GET', `/customers/${tenant}/validationStatus?type=account`)).body.status).toBe(vetting);
  const refused = await microsoft.call('POST', `/customers/${tenant}/orders`, order);
  expect([refused.status, refused.body.code]).toEqual([403, code]);
  const cart = await microsoft.call<{ id: string }>('POST', `/customers/${tenant}/carts`, {
    lineItems: [{ catalogItemId: OFFER, quantity: 1 }],
  });
  expect((await microsoft.call('POST', `/customers/${tenant}/carts/${cart.body.id}/checkout`)).body.code).toBe(
    atCheckout,
  );
});

test('a qualification is applied for, looked at, and granted', async () => {
  const path = `/customers/${randomUUID()}/qualifications`;
  expect((await microsoft.call('GET', path)).body).toEqual([]);
  expect((await microsoft.call('POST', path, { Qualification: 'education' })).body).toMatchObject({
    qualification: 'Education',
    vettingStatus: 'InReview',
  });
  expect((await microsoft.call('POST', path, { qualification: 'Nobility' })).body.code).toBe('900126');
});

test('an address is checked by its form, and one that can be mended is suggested', async () => {
  const address = { addressLine1: 'ul. Prosta 1', city: 'Warszawa', postalCode: '00-001', country: 'PL' };
  const check = async (change: object) =>
    // oxlint-disable-next-line typescript/no-explicit-any
    (await microsoft.call<any>('POST', '/validations/address', { ...address, ...change })).body;
  expect(await check({})).toMatchObject({ status: 'VerifiedShippable', suggestedAddresses: [] });
  expect(await check({ postalCode: '00001' })).toMatchObject({
    status: 'InteractionRequired',
    suggestedAddresses: [{ postalCode: '00-001' }],
  });
  expect(await check({ postalCode: '1' })).toMatchObject({ status: 'None' });
  expect(await check({ addressLine1: 'ul. Prosta' })).toMatchObject({ status: 'StreetPartial' });
  expect(await check({ city: '' })).toMatchObject({ code: '800002' });
});
