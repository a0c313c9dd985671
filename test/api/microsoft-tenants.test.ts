import { randomBytes, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createPartnerCenter } from '../../adapters/index.ts';
import { sealedPasswords } from '../../adapters/partner-center/sealed-passwords.ts';
import { createPartnerOnboarding } from '../../adapters/partner-onboarding/create-partner-onboarding.ts';
import { createPartnerOrders } from '../../adapters/partner-orders/create-partner-orders.ts';
import { createPartnerUsage } from '../../adapters/partner-usage/create-partner-usage.ts';
import { carryDuty } from '../../activities/onboarding/carry-duty.ts';
import { firstPasswords } from '../../db/first-passwords.ts';
import { dutiesDue } from '../../db/microsoft-duties.ts';
import { pino } from 'pino';
import { newId } from '../../domain/ids.ts';
import { startedMicrosoft } from '../adapters/support/microsoft.ts';
import { startApi, type TestApi } from './support/api.ts';
import { aCustomer } from './support/customers.ts';
import { decidingAtOnce } from './support/living.ts';
import { got, pln, post, refusal } from './support/money.ts';
import { createTestDatabase } from '../support/database.ts';
import { connect } from '../../db/database.ts';

const as = 'operator' as const;
let microsoft: Awaited<ReturnType<typeof startedMicrosoft>>;
let connection: ReturnType<typeof microsoft.connection>;
let api: TestApi;
let close: () => Promise<void>;
const hurried: string[] = [];

beforeAll(async () => {
  microsoft = await startedMicrosoft();
  connection = microsoft.connection({
    userGrant: { readRefreshToken: async () => 'simulated-refresh-token', replaceRefreshToken: async () => {} },
  });
  const database = await createTestDatabase();
  const db = connect(database.url, { max: 1 });
  const passwords = sealedPasswords(firstPasswords(db), randomBytes(32));
  api = await startApi(
    {
      database,
      lifecycle: decidingAtOnce(),
      partnerCenter: createPartnerCenter({ ...microsoft.standard(), credentialVault: passwords }, connection),
      partnerOnboarding: createPartnerOnboarding(connection),
      partnerOrders: createPartnerOrders(connection),
      firstPasswords: passwords,
      hurry: async (round) => void hurried.push(round),
    },
    (end) => {
      close = end;
    },
  );
  const closeApi = close;
  close = async () => {
    await closeApi();
    await db.destroy();
    await connection.close();
    await microsoft.stop();
  };
});
afterAll(() => close());

const tenantPath = (customer: string) => `/v1/customers/${customer}/microsoft/tenant`;
const ask = (customer: string, body: object, key: string = randomUUID()) =>
  post(api, tenantPath(customer), body, { as, key });
const polish = {
  taxId: 'PL5260001246',
  addresses: [{ kind: 'registered', lines: ['ul. Prosta 1'], postalCode: '00-001', city: 'Warszawa', country: 'PL' }],
};
const contact = { firstName: 'Anna', lastName: 'Nowak', phoneNumber: '+48221234567' };
const madeAt = async () =>
  (await microsoft.allRequests()).filter(
    ({ method, path, status, replayed }) =>
      method === 'POST' && path === '/v1/customers' && status === 201 && !replayed,
  ).length;

/** What the round does, for one customer. */
async function carried(customer: string): Promise<void> {
  const deps = {
    db: api.db,
    partnerOnboarding: createPartnerOnboarding(connection),
    partnerUsage: createPartnerUsage(connection),
    wallNow: Date.now,
    newId: (prefix: Parameters<typeof newId>[0]) => newId(prefix, { now: Date.now(), random: randomBytes(10) }),
    log: pino({ level: 'silent' }),
  };
  for (const duty of await dutiesDue(api.db)) if (duty.customerId === customer) await carryDuty(deps, duty);
}
/** Whether the tenant admits our application, by a token that was not there before. */
const isLetIn = async (tenant: string): Promise<boolean> => {
  const { loginUrl, clientId, clientSecret } = microsoft.standard();
  const body = new URLSearchParams({
    grant_type: 'client_credentials',
    client_id: clientId,
    client_secret: clientSecret,
    resource: 'https://graph.microsoft.com',
  });
  return (await fetch(`${loginUrl}/${tenant}/oauth2/token`, { method: 'POST', body })).ok;
};
const duties = async (customer: string) =>
  (await got(api, tenantPath(customer)))['duties'].map(
    ({ what, state, code }: Record<string, string>) => `${what} ${state}${code ? ` ${code}` : ''}`,
  );

describe('a tenant', () => {
  it('is made from what is on record, once, and its first password is handed out once', async () => {
    const customer = await aCustomer(api, polish);
    const key = randomUUID();
    const body = { create: { domainPrefix: 'fabrikam1', contact } };
    const before = await madeAt();
    const answer = await ask(customer, body, key);
    expect([answer.status, answer.body]).toMatchObject([
      200,
      { state: 'linked', domain: 'fabrikam1.onmicrosoft.com', firstPasswordWaits: true },
    ]);
    const again = await ask(customer, body, key);
    expect([again.headers.get('idempotent-replayed'), again.body['tenant']]).toEqual(['true', answer.body['tenant']]);
    expect(refusal(await ask(customer, body))).toBe('409 conflict');
    expect((await madeAt()) - before).toBe(1);

    const kept = await api.db.selectFrom('first_password').selectAll().execute();
    expect(kept).toMatchObject([{ tenant: answer.body['tenant'] }]);
    const path = `/v1/customers/${customer}/microsoft/first-password`;
    expect(refusal(await post(api, path, undefined, { as: 'finance' }))).toBe('403 role_required');
    const taken = await api.ask('POST', path, { as });
    expect([taken.status, taken.headers.get('cache-control'), taken.body]).toMatchObject([
      200,
      'no-store',
      { userName: 'admin@fabrikam1.onmicrosoft.com', password: expect.stringMatching(/.{8,}/) },
    ]);
    const password = String(taken.body['password']);
    expect(kept.some(({ sealed }) => Buffer.from(sealed).includes(password))).toBe(false);
    expect(refusal(await api.ask('POST', path, { as }))).toBe('404 not_found');
    const spoken = await api.db.selectFrom('idempotency_key').select('response').execute();
    expect(JSON.stringify(spoken)).not.toContain(password);
  });

  it('that Microsoft refuses is explained, and made when it is corrected', async () => {
    const customer = await aCustomer(api, polish);
    const create = (more: object) => ask(customer, { create: { domainPrefix: 'fabrikam2', contact, ...more } });
    const wrong = await create({ organizationRegistrationNumber: 'PL-1' });
    expect(refusal(wrong)).toBe('422 refused_by_microsoft /create/organizationRegistrationNumber');
    expect(wrong.body['detail']).toContain('ten digits');
    expect(await got(api, tenantPath(customer))).toMatchObject({ state: 'refused', code: '600050', tenant: null });
    expect((await create({})).body['state']).toBe('linked');
    const other = await aCustomer(api, polish);
    expect(refusal(await ask(other, { create: { domainPrefix: 'fabrikam2', contact } }))).toBe(
      '422 refused_by_microsoft /create/domainPrefix',
    );
  });

  it('needs an address, and either a link or a new one', async () => {
    const customer = await aCustomer(api);
    expect(refusal(await ask(customer, { create: { domainPrefix: 'x', contact } }))).toBe(
      '409 conflict /create/address',
    );
    expect((await ask(customer, {})).status).toBe(400);
    expect((await ask(customer, { link: true, create: { domainPrefix: 'x', contact } })).status).toBe(400);
  });

  it('that exists is invited, and linked once the relationship stands', async () => {
    const customer = await aCustomer(api);
    const invited = await ask(customer, { link: true });
    expect(invited.body).toMatchObject({ state: 'invited', invitationUrl: expect.stringContaining('https://') });
    const tenantId = randomUUID();
    await microsoft.control('POST', `/tenants/${tenantId}/relationship`, { state: 'ended' });
    expect((await ask(customer, { link: { tenantId } })).status).toBe(422);
    await microsoft.control('POST', `/tenants/${tenantId}/relationship`, { state: 'accepted' });
    expect((await ask(customer, { link: { tenantId } })).body).toMatchObject({ state: 'linked', tenant: tenantId });
    expect(refusal(await ask(await aCustomer(api), { link: { tenantId } }))).toBe('409 conflict');
  });

  it('can be named as nobody else is, at an address that is known', async () => {
    const free = await api.ask('GET', '/v1/microsoft/domains/nobodyhasit', { as });
    expect(free.body).toEqual({ domain: 'nobodyhasit.onmicrosoft.com', available: true });
    const address = { line1: 'ul. Prosta 1', city: 'Warszawa', postalCode: '00001', country: 'PL' };
    const checked = await post(api, '/v1/microsoft/address-checks', address, { as });
    expect(checked.body).toMatchObject({ state: 'suggested', suggestions: [{ ...address, postalCode: '00-001' }] });
  });
});

describe('what is owed to Microsoft', () => {
  const onboarding = (customer: string, what: string, body: object) =>
    post(api, `/v1/customers/${customer}/onboarding/${what}`, body, { as });
  const agreement = { signedBy: 'Anna Nowak', signedAt: '2026-01-02T10:00:00Z' };

  it('waits for the tenant, is done once, and read back', async () => {
    const customer = await aCustomer(api, polish);
    await onboarding(customer, 'agreement', agreement);
    await onboarding(customer, 'budget', { monthly: pln('5000.00') });
    await carried(customer);
    expect(await duties(customer)).toEqual(['agreement due', 'budget due']);
    const tenant = (await ask(customer, { create: { domainPrefix: 'fabrikam3', contact } })).body['tenant'];
    expect(hurried).toContain('duties');
    await carried(customer);
    await carried(customer);
    expect(await duties(customer)).toEqual(['agreement done', 'budget done', 'consent done']);
    expect(await createPartnerUsage(connection).budget(tenant)).toBe('5000');
    expect(await createPartnerOnboarding(connection).hasAgreed(tenant)).toBe(true);
    const posts = (await microsoft.requests(tenant)).filter(({ method }) => method === 'POST' || method === 'PATCH');
    expect(posts).toHaveLength(3);
    const rows = await api.db
      .selectFrom('microsoft_duty')
      .select('signatory')
      .where('customer_id', '=', customer)
      .execute();
    expect(rows.every(({ signatory }) => signatory === null)).toBe(true);
  });

  it('becomes a task where Microsoft refuses, and is asked for again when a person says so', async () => {
    const tenantId = microsoft.newTenant();
    await microsoft.control('POST', `/tenants/${tenantId}/account`, { signedDirectly: false });
    const customer = await aCustomer(api);
    await onboarding(customer, 'agreement', { ...agreement, email: 'anna@contoso.example' });
    await ask(customer, { link: { tenantId } });
    const fault = {
      kind: 'refuse',
      code: '800002',
      status: 400,
      match: { method: 'POST', pathPattern: '/agreements$' },
    };
    await microsoft.fault(fault);
    await carried(customer);
    await microsoft.clearFaults();
    expect(await duties(customer)).toEqual(['agreement refused 800002', 'consent done']);
    const tasks = await got(api, `/v1/tasks?customer=${customer}`);
    expect(tasks['items']).toMatchObject([{ what: 'refusedByMicrosoft', key: 'refusedByMicrosoft/agreement/1' }]);
    await post(api, `/v1/customers/${customer}/microsoft/retry`, { reason: 'name corrected' }, { as });
    await carried(customer);
    expect(await duties(customer)).toEqual(['agreement done', 'consent done']);
  });

  it('holds our consent in every tenant that a customer is given, and asks for it anew when a person says so', async () => {
    const path = (customer: string) => `/v1/customers/${customer}/microsoft/retry`;
    const again = { reason: 'the customer had withdrawn it', consent: true };
    const customer = await aCustomer(api, polish);
    expect(refusal(await post(api, path(customer), again, { as }))).toBe('409 wrong_phase');
    const tenant = (await ask(customer, { create: { domainPrefix: 'fabrikam4', contact } })).body['tenant'];
    expect([await duties(customer), await isLetIn(tenant)]).toEqual([['consent due'], false]);
    await carried(customer);
    expect([await duties(customer), await isLetIn(tenant)]).toEqual([['consent done'], true]);
    await microsoft.control('POST', `/tenants/${tenant}/consent`, { granted: false });
    await post(api, path(customer), { reason: 'nothing was refused' }, { as });
    expect([await duties(customer), await isLetIn(tenant)]).toEqual([['consent done'], false]);
    expect((await post(api, path(customer), again, { as })).body['duties']).toMatchObject([
      { what: 'consent', state: 'due' },
    ]);
    await carried(customer);
    expect([await duties(customer), await isLetIn(tenant)]).toEqual([['consent done'], true]);
    expect(refusal(await post(api, path(customer), again, { as: 'finance' }))).toBe('403 role_required');

    const linked = await aCustomer(api, { microsoftTenantId: microsoft.newTenant() });
    expect(await duties(linked)).toEqual(['consent due']);
    const given = await aCustomer(api);
    const change = { microsoftTenantId: microsoft.newTenant() };
    await api.ask('PATCH', `/v1/customers/${given}`, { as, body: change });
    expect(await duties(given)).toEqual(['consent due']);
  });

  it('a consent that Microsoft refuses is a task', async () => {
    const tenantId = microsoft.newTenant();
    const customer = await aCustomer(api, { microsoftTenantId: tenantId });
    await microsoft.control('POST', `/tenants/${tenantId}/relationship`, { state: 'ended' });
    await carried(customer);
    expect(await duties(customer)).toEqual(['consent refused 20002']);
    const tasks = await got(api, `/v1/tasks?customer=${customer}`);
    expect(tasks['items']).toMatchObject([{ what: 'refusedByMicrosoft', key: 'refusedByMicrosoft/consent/1' }]);
  });

  it('waits while Microsoft is away or looks into the account', async () => {
    const tenantId = microsoft.newTenant();
    const customer = await aCustomer(api, { microsoftTenantId: tenantId });
    await onboarding(customer, 'budget', { monthly: pln('100.00') });
    await microsoft.fault({ kind: 'refuse', code: '800073', status: 403, match: { pathPattern: '/usagebudget$' } });
    await carried(customer);
    await microsoft.clearFaults();
    expect(await duties(customer)).toEqual(['budget due', 'consent done']);
  });

  it('is not there in a sandbox, which is nobody’s task', async () => {
    const customer = await aCustomer(api, { microsoftTenantId: microsoft.newTenant() });
    await onboarding(customer, 'budget', { monthly: pln('100.00') });
    await microsoft.control('POST', '/settings', { sandbox: true });
    await carried(customer);
    await microsoft.control('POST', '/settings', { sandbox: false });
    expect(await duties(customer)).toEqual(['budget notAvailable 900127', 'consent done']);
    expect((await got(api, `/v1/tasks?customer=${customer}`))['items']).toEqual([]);
  });
});

describe('a budget', () => {
  const put = (customer: string, body: object, role: 'operator' | 'finance' = as) =>
    api.ask('PUT', `/v1/customers/${customer}/budget`, { as: role, body });

  it('is agreed with somebody on a day, with thresholds, and looked at again a year later', async () => {
    const customer = await aCustomer(api);
    const answer = await put(customer, {
      monthly: pln('4000.00'),
      thresholds: [100, 50, 80, 50],
      agreedWith: 'Jan Kowalski',
      agreedOn: '2026-02-03',
      expectedUsers: 40,
      expectedLocations: ['PL', 'DE'],
      notes: 'mail only',
    });
    expect([answer.status, answer.body]).toMatchObject([
      200,
      {
        agreed: pln('4000.00'),
        thresholds: [50, 80, 100],
        agreedOn: '2026-02-03',
        agreedWith: 'Jan Kowalski',
        expectedUsers: 40,
        expectedLocations: ['PL', 'DE'],
        reviewOn: '2027-02-03',
        written: 'due',
        atMicrosoft: null,
      },
    ]);
    expect(await got(api, `/v1/customers/${customer}/budget`)).toMatchObject({ thresholds: [50, 80, 100] });
    const { requirements } = (await api.ask('GET', `/v1/customers/${customer}/onboarding`)).body;
    expect(requirements).toContainEqual(expect.objectContaining({ key: 'budget', state: 'met' }));
  });

  it('is agreed anew while the customer trades, and never for tomorrow, in another currency or by finance', async () => {
    const customer = await aCustomer(api, { onboarding: 'existing' });
    const body = { monthly: pln('1000.00'), agreedWith: 'Jan' };
    expect((await put(customer, body)).body).toMatchObject({ thresholds: [50, 80, 100], agreed: pln('1000.00') });
    expect((await put(customer, { ...body, monthly: pln('1500.00') })).body['agreed']).toEqual(pln('1500.00'));
    expect((await put(customer, { monthly: pln('1600.00') })).body).toMatchObject({ agreedWith: null });
    expect(refusal(await put(customer, { ...body, agreedOn: '2999-01-01' }))).toBe('422 future_effective_day');
    const euro = { ...body, monthly: { amount: '1.00', currency: 'EUR' } };
    expect(refusal(await put(customer, euro))).toBe('422 currency_mismatch /monthly/currency');
    expect(refusal(await put(customer, { ...body, thresholds: [] }))).toBe('400 malformed /thresholds');
    expect(refusal(await put(customer, body, 'finance'))).toBe('403 role_required');
  });
});
