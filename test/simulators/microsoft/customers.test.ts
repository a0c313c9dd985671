import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { partner } from '../support/partner.ts';

let microsoft: Awaited<ReturnType<typeof partner>>;
beforeAll(async () => {
  microsoft = await partner();
});
afterAll(() => microsoft.stop());

interface Customer {
  readonly id: string;
  readonly relationshipToPartner: string;
  readonly companyProfile: { readonly domain: string };
  readonly userCredentials?: { readonly userName: string; readonly password: string };
}
interface Page {
  readonly totalCount: number;
  readonly items: readonly Customer[];
  readonly links: {
    readonly next?: { readonly uri: string; readonly headers: readonly { key: string; value: string }[] };
  };
}

const address = {
  country: 'PL',
  city: 'Warszawa',
  addressLine1: 'ul. Prosta 1',
  postalCode: '00-001',
  firstName: 'Jan',
  lastName: 'Kowalski',
  phoneNumber: '+48 22 000 00 00',
};

let counter = 0;
function company(change: { registration?: string | null; address?: object; domain?: string } = {}) {
  counter += 1;
  const registration = change.registration === undefined ? '5260001246' : change.registration;
  return {
    companyProfile: {
      domain: change.domain ?? `contoso${counter}.onmicrosoft.com`,
      ...(registration === null ? {} : { organizationRegistrationNumber: registration }),
    },
    billingProfile: {
      email: 'jan@contoso.pl',
      culture: 'pl-PL',
      language: 'pl',
      companyName: `Contoso ${counter}`,
      defaultAddress: { ...address, ...change.address },
    },
  };
}

test('a new Polish customer gets a tenant and credentials that are shown once', async () => {
  const created = await microsoft.call<Customer>('POST', '/customers', company());
  expect(created.status).toBe(201);
  expect(created.body.relationshipToPartner).toBe('none');
  expect(created.body.userCredentials?.userName).toBe(`admin@${created.body.companyProfile.domain}`);
  const read = await microsoft.call<Customer>('GET', `/customers/${created.body.id}`);
  expect(read.body).toMatchObject({
    relationshipToPartner: 'reseller',
    allowDelegatedAccess: true,
    billingProfile: { email: 'jan@contoso.pl' },
  });
  expect(read.body).not.toHaveProperty('userCredentials');
});

test.each([
  ['without a registration number', { registration: null }, '600049'],
  ['with a registration number of nine digits', { registration: '526000124' }, '600050'],
  ['with dashes in the registration number', { registration: '526-000-12-46' }, '600050'],
  ['without a phone number', { address: { phoneNumber: null } }, '600051'],
  ['without a city', { address: { city: '' } }, '800002'],
  ['with a first name of 51 letters', { address: { firstName: 'x'.repeat(51) } }, '800002'],
  ['with a domain of its own', { domain: 'contoso.pl' }, '800002'],
])('a Polish customer %s is refused', async (_what, change, code) => {
  const reply = await microsoft.call('POST', '/customers', company(change));
  expect([reply.status, reply.body.code]).toEqual([400, code]);
});

test('a registration number for a country that has none is refused, and not needed there', async () => {
  const german = { country: 'DE', city: 'Berlin', phoneNumber: null };
  expect((await microsoft.call('POST', '/customers', company({ address: german }))).body.code).toBe('600002');
  expect((await microsoft.call('POST', '/customers', company({ registration: null, address: german }))).status).toBe(
    201,
  );
});

test('a domain is free until somebody has it', async () => {
  const wanted = company({ domain: 'onlyone.onmicrosoft.com' });
  const head = () => microsoft.call('HEAD', '/domains/onlyone.onmicrosoft.com');
  expect((await head()).status).toBe(404);
  expect((await microsoft.call('POST', '/customers', wanted)).status).toBe(201);
  expect((await head()).status).toBe(200);
  expect((await microsoft.call('POST', '/customers', wanted)).status).toBe(400);
});

test('the list comes in pages whose next link carries its token in a header and no /v1', async () => {
  const own = await partner();
  try {
    const ids = new Set<string>();
    for (let i = 0; i < 5; i += 1) ids.add((await own.call<Customer>('POST', '/customers', company())).body.id);
    const seen: string[] = [];
    let page = await own.call<Page>('GET', '/customers?size=2');
    expect(Object.keys(page.body.items[0] ?? {}).toSorted()).toEqual([
      'attributes',
      'companyProfile',
      'id',
      'links',
      'relationshipToPartner',
    ]);
    for (;;) {
      seen.push(...page.body.items.map((item) => item.id));
      const { next } = page.body.links;
      if (next === undefined) break;
      expect(next.uri).toMatch(/^\/customers\?/);
      page = await own.call<Page>(
        'GET',
        next.uri,
        undefined,
        Object.fromEntries(next.headers.map(({ key, value }) => [key, value])),
      );
    }
    expect(seen).toHaveLength(5);
    expect(new Set(seen)).toEqual(ids);
    const filter = encodeURIComponent(
      JSON.stringify({ Field: 'CompanyName', Value: `contoso ${counter}`, Operator: 'starts_with' }),
    );
    expect((await own.call<Page>('GET', `/customers?filter=${filter}`)).body.totalCount).toBe(1);
    expect((await own.call<Page>('GET', '/customers?size=2&offset=4')).body.items).toHaveLength(1);
  } finally {
    await own.stop();
  }
});

test('the billing profile changes only with its etag', async () => {
  const { id } = (await microsoft.call<Customer>('POST', '/customers', company())).body;
  const path = `/customers/${id}/profiles/billing`;
  const profile = (await microsoft.call<{ attributes: { etag: string } }>('GET', path)).body;
  expect(profile.attributes.etag).toMatch(/^\d+$/);
  const changed = { ...profile, email: 'nowy@contoso.pl' };
  expect((await microsoft.call('PUT', path, { ...changed, attributes: {} })).body.code).toBe('800036');
  expect((await microsoft.call('PUT', path, changed)).body).toMatchObject({ email: 'nowy@contoso.pl' });
  expect((await microsoft.call('PUT', path, changed, { 'if-match': `"${profile.attributes.etag}"` })).body.code).toBe(
    '2055',
  );
});

test('an unknown tenant is taken to have accepted the relation, unless the simulator is told otherwise', async () => {
  const tenantId = randomUUID();
  expect((await microsoft.call<Customer>('GET', `/customers/${tenantId}`)).body).toMatchObject({
    id: tenantId,
    relationshipToPartner: 'reseller',
  });
  const nobody = await microsoft.call('GET', '/customers/not-a-guid');
  expect([nobody.status, nobody.body.code]).toEqual([400, '900118']);

  const strict = await partner({ acceptUnknownTenants: false });
  try {
    const refused = await strict.call('GET', `/customers/${tenantId}/subscriptions`);
    expect([refused.status, refused.body.code]).toEqual([404, '1000']);
    await strict.pull('POST', `tenants/${tenantId}/relationship`, { state: 'accepted' });
    expect((await strict.call('GET', `/customers/${tenantId}/subscriptions`)).status).toBe(200);
  } finally {
    await strict.stop();
  }
});

test('when the relation ends, by the partner or by the customer, the tenant is closed to us', async () => {
  const tenantId = randomUUID();
  const path = `/customers/${tenantId}`;
  const body = { relationshipToPartner: 'none', attributes: { objectType: 'Customer' } };
  expect((await microsoft.call('PATCH', path, body)).body.code).toBe('900329');
  expect((await microsoft.call('PATCH', path, body, { authorization: `Bearer ${microsoft.userToken}` })).status).toBe(
    200,
  );
  const refused = await microsoft.call('GET', `${path}/subscriptions`);
  expect([refused.status, refused.body.code]).toEqual([403, '20002']);
});
