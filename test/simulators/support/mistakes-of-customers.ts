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
    ['users without a person', () => at().call('GET', `/customers/${randomUUID()}/users`), 403, '900329'],
  ];
}
