import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { partner } from '../support/partner.ts';

let microsoft: Awaited<ReturnType<typeof partner>>;
beforeAll(async () => {
  microsoft = await partner();
});
afterAll(() => microsoft.stop());

const GRAPH = 'https://graph.microsoft.com';
const consent = {
  displayName: 'Tenure',
  applicationId: 'client',
  applicationGrants: [
    { enterpriseApplicationId: '00000003-0000-0000-c000-000000000000', scope: 'AuditLog.Read.All,Directory.Read.All' },
    { enterpriseApplicationId: '797f4846-ba00-4fd7-ba43-dac1f8f63013', scope: 'user_impersonation' },
  ],
};
const asked = async (method: string, tenant: string, path = '', body?: object): Promise<number> => {
  const headers = { authorization: `Bearer ${microsoft.userToken}` };
  return (await microsoft.call(method, `/customers/${tenant}/applicationconsents${path}`, body, headers)).status;
};
const isAdmitted = async (tenant: string): Promise<boolean> =>
  (await microsoft.tokenCall({ grant_type: 'client_credentials', resource: GRAPH }, 'v1', tenant)).ok;

async function created(): Promise<string> {
  const { body } = await microsoft.call<{ id: string }>('POST', '/customers', {
    companyProfile: { domain: `c${Date.now()}.onmicrosoft.com` },
    billingProfile: {
      email: 'jan@firma.example',
      culture: 'de-DE',
      language: 'de',
      companyName: 'Firma',
      defaultAddress: {
        country: 'DE',
        city: 'Berlin',
        addressLine1: 'Weg 1',
        postalCode: '10115',
        firstName: 'Jan',
        lastName: 'Kowalski',
      },
    },
  });
  return body.id;
}

test('a tenant that was created here admits the application once it is consented, and no longer', async () => {
  const tenant = await created();
  expect(await isAdmitted(tenant)).toBe(false);
  expect([await asked('POST', tenant, '', consent), await isAdmitted(tenant)]).toEqual([201, true]);
  await microsoft.pull('POST', `tenants/${tenant}/consent`, { granted: false });
  expect(await isAdmitted(tenant)).toBe(false);
  expect([await asked('POST', tenant, '', consent), await isAdmitted(tenant)]).toEqual([201, true]);
  expect([await asked('DELETE', tenant, '/client'), await isAdmitted(tenant)]).toEqual([204, false]);
});

test('a tenant that was there before is taken to have consented, while it is the partner’s customer', async () => {
  const tenant = randomUUID();
  expect([await isAdmitted(tenant), await asked('POST', tenant, '', consent)]).toEqual([true, 409]);
  await microsoft.pull('POST', `tenants/${tenant}/relationship`, { state: 'ended' });
  expect([await isAdmitted(tenant), await asked('DELETE', tenant, '/client')]).toEqual([false, 403]);
});
