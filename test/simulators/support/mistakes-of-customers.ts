import { randomUUID } from 'node:crypto';
import type { Microsoft, Mistake, Refused } from './mistakes.ts';

const ADDRESS = {
  country: 'PL',
  city: 'Warszawa',
  addressLine1: 'ul. Prosta 1',
  postalCode: '00-001',
  firstName: 'Jan',
  lastName: 'Kowalski',
  phoneNumber: '+48221234567',
};

/** What is wrong with a customer's own particulars, agreement or directory. */
export function mistakesOfCustomers(at: () => Microsoft): readonly Mistake[] {
  const asPerson = (method: string, path: string, body?: object): Refused =>
    at().call(method, path, body, { authorization: `Bearer ${at().userToken}` });

  function created(number: string | null, address: object = {}): Refused {
    return at().call('POST', '/customers', {
      companyProfile: { domain: `x${Date.now()}.onmicrosoft.com`, organizationRegistrationNumber: number },
      billingProfile: {
        email: 'jan@firma.example',
        culture: 'pl-PL',
        language: 'pl',
        companyName: 'Firma',
        defaultAddress: { ...ADDRESS, ...address },
      },
    });
  }

  async function attestedTwice(): Refused {
    const agreement = {
      primaryContact: { firstName: 'Anna', lastName: 'Nowak', email: 'anna@firma.example' },
      templateId: '117a77b0-9360-443b-8795-c6dedc750cf9',
      dateAgreed: '2026-01-01T00:00:00Z',
      type: 'MicrosoftCustomerAgreement',
    };
    const path = `/customers/${randomUUID()}/agreements`;
    await asPerson('POST', path, agreement);
    return asPerson('POST', path, agreement);
  }

  async function profileWithoutEtag(): Refused {
    const tenantId = randomUUID();
    await at().pull('POST', `tenants/${tenantId}/account`, { billing: { country: 'DE' } });
    const path = `/customers/${tenantId}/profiles/billing`;
    const { body } = await at().call<object>('GET', path);
    return at().call('PUT', path, { ...body, attributes: {} });
  }

  const consent = {
    displayName: 'Tenure',
    applicationId: 'client',
    applicationGrants: [
      { enterpriseApplicationId: '797f4846-ba00-4fd7-ba43-dac1f8f63013', scope: 'user_impersonation' },
    ],
  };

  /** In a tenant that has not consented yet. */
  async function consented(change: object, ask = asPerson): Refused {
    const tenantId = randomUUID();
    await at().pull('POST', `tenants/${tenantId}/consent`, { granted: false });
    return ask('POST', `/customers/${tenantId}/applicationconsents`, { ...consent, ...change });
  }

  async function consentWithdrawnTwice(): Refused {
    const path = `/customers/${randomUUID()}/applicationconsents/client`;
    await asPerson('DELETE', path);
    return asPerson('DELETE', path);
  }

  const granting = (enterpriseApplicationId: string, scope: string) => () =>
    consented({ applicationGrants: [{ enterpriseApplicationId, scope }] });

  /** A relationship that was in force and has ended. */
  async function usersAfterTheEnd(): Refused {
    const tenantId = randomUUID();
    const { id } = await at().pull<{ id: string }>('POST', `tenants/${tenantId}/delegated-relationships`, {
      roles: ['88d8e3e3-8f55-4a1e-953a-9b9898b8876b'],
    });
    await at().pull('DELETE', `tenants/${tenantId}/delegated-relationships/${id}`);
    return asPerson('GET', `/customers/${tenantId}/users`);
  }

  async function usersOfNoTenant(): Refused {
    await at().pull('POST', 'settings', { acceptUnknownTenants: false });
    try {
      return await asPerson('GET', `/customers/${randomUUID()}/users`);
    } finally {
      await at().pull('POST', 'settings', { acceptUnknownTenants: true });
    }
  }

  return [
    ['no registration number in Poland', () => created(null), 400, '600049'],
    ['a registration number that is none', () => created('12'), 400, '600050'],
    ['no telephone in Poland', () => created('5260250274', { phoneNumber: '' }), 400, '600051'],
    ['a registration number where there is none', () => created('5260250274', { country: 'DE' }), 400, '600002'],
    ['the same agreement twice', attestedTwice, 400, 600061],
    ['a billing profile without its etag', profileWithoutEtag, 417, '800036'],
    [
      'a user that is not there',
      () => asPerson('DELETE', `/customers/${randomUUID()}/users/${randomUUID()}`),
      404,
      '60002',
    ],
    ['users of a tenant that is not there', usersOfNoTenant, 404, '60003'],
    ['users where the delegated rights have ended', usersAfterTheEnd, 403, '900308'],
    ['a consent without a name', () => consented({ displayName: undefined }), 400, '800002'],
    ['a consent to no application', () => consented({ applicationId: undefined }), 400, '800002'],
    ['a consent to nothing', () => consented({ applicationGrants: undefined }), 400, '800002'],
    ['a consent to an empty list', () => consented({ applicationGrants: [] }), 400, '800002'],
    ['a consent to another service', granting(randomUUID(), 'User.Read.All'), 400, '800002'],
    [
      'a consent to permissions that are none',
      granting('00000003-0000-0000-c000-000000000000', 'User.Read.All Mail.Read'),
      400,
      '800002',
    ],
    [
      'a consent to more of Azure than there is',
      granting('797f4846-ba00-4fd7-ba43-dac1f8f63013', 'User.Read.All'),
      400,
      '800002',
    ],
    ['a consent to somebody else’s application', () => consented({ applicationId: randomUUID() }), 400, '3000'],
    ['a consent with an end', () => consented({ expiresOn: '2027-01-01' }), 400, '3000'],
    [
      'a consent without a person',
      () => consented({}, (method, path, body) => at().call(method, path, body)),
      403,
      '900329',
    ],
    [
      'a consent that stands',
      () => asPerson('POST', `/customers/${randomUUID()}/applicationconsents`, consent),
      409,
      '409',
    ],
    ['a consent withdrawn twice', consentWithdrawnTwice, 404, '1000'],
    [
      'somebody else’s consent withdrawn',
      () => asPerson('DELETE', `/customers/${randomUUID()}/applicationconsents/${randomUUID()}`),
      400,
      '3000',
    ],
    ['users without a person', () => at().call('GET', `/customers/${randomUUID()}/users`), 403, '900329'],
  ];
}
