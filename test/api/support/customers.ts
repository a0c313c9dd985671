import { randomUUID } from 'node:crypto';
import type { TestApi } from './api.ts';

/** The customer of the API's documentation, whole. */
export const contoso = Object.freeze({
  externalId: '0187-ERLSR',
  name: 'Contoso Sp. z o.o.',
  country: 'PL',
  timeZone: 'Europe/Warsaw',
  locale: 'pl',
  currency: 'PLN',
  seller: 'default',
  legalStatus: 'company',
  taxId: 'PL5260001246',
  registrationNumber: '0000012345',
  addresses: [{ kind: 'registered', lines: ['ul. Prosta 1'], postalCode: '00-001', city: 'Warszawa', country: 'PL' }],
  terms: {
    paymentDays: 14,
    acceptedOn: '2026-01-02',
    document: 'sha256:9f86d081',
    suspensionClause: true,
    minimumNoticeDays: 7,
  },
  microsoftTenantId: '3b1f6a52-0c6b-4c58-9d0e-5f8f8f3f3c11',
  contacts: [{ role: 'billing', name: 'Anna Kowalska', email: 'anna@contoso.example' }],
  onboarding: 'standard',
  policy: 'standard',
  creditLimit: { amount: '0.00', currency: 'PLN' },
  clock: 'live',
});

/** Only what is required. */
export function stranger(): Record<string, unknown> {
  const externalId = `x-${randomUUID()}`;
  return {
    externalId,
    name: 'Fabrikam',
    country: 'PL',
    timeZone: 'Europe/Warsaw',
    currency: 'PLN',
    contacts: [{ role: 'billing', name: 'Jan', email: `${externalId}@fabrikam.example` }],
  };
}

/** A registered customer; answers its id. */
export async function aCustomer(api: TestApi, more: Readonly<Record<string, unknown>> = {}): Promise<string> {
  const answer = await api.ask('POST', '/v1/customers', { body: { ...stranger(), ...more } });
  if (answer.status >= 300) throw new Error(`no customer: ${JSON.stringify(answer.body)}`);
  return String(answer.body['id']);
}
