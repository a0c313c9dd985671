import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { keepStanding } from '../../db/access-standing.ts';
import { appendSystemAudit } from '../../db/audit.ts';
import { sharedApi, startApi, type TestApi } from './support/api.ts';
import { aCustomer } from './support/customers.ts';
import { decidingAtOnce } from './support/living.ts';

const NOW = Date.UTC(2026, 2, 2, 9);
const OPTIONS = { lifecycle: decidingAtOnce(() => NOW), now: () => NOW };
const theApi = sharedApi(OPTIONS);
const PRINCIPAL = '0d8a7c60-6d3b-4a55-8f0e-1f2a3b4c5d6e';
const READER = { kind: 'directoryRole', role: 'globalReader', principal: PRINCIPAL };
const OWNER = { kind: 'azureRole', role: 'owner', principal: PRINCIPAL, subscription: randomUUID() };
const ENDS = '2026-03-02T17:00:00Z';
let keys = 0;
const key = () => `access-${(keys += 1)}`;

/** A customer who is linked to a tenant. */
const linked = (api: TestApi, more: object = {}) =>
  aCustomer(api, { onboarding: 'existing', microsoftTenantId: randomUUID(), ...more });
const asking = (api: TestApi, customer: string, body: object, as: 'analyst' | 'admin' | 'collector' = 'analyst') =>
  api.ask('POST', `/v1/customers/${customer}/access-grants`, {
    as,
    key: key(),
    body: { access: READER, endsAt: ENDS, reason: 'A migration.', ...body },
  });
const deciding = (api: TestApi, id: string, decision: 'approve' | 'refuse', as: 'analyst' | 'admin' = 'admin') =>
  api.ask('POST', `/v1/access-grants/${id}/approval`, { as, key: key(), body: { decision, note: 'As agreed.' } });

/** Everything in order: read an hour ago, alerts heard, a budget at Microsoft. */
async function inOrder({ db }: TestApi, customer: string, more: object = {}): Promise<void> {
  const HOUR = 3_600_000;
  await keepStanding(db, customer, {
    readAt: NOW - HOUR,
    admins: 2,
    adminsWithoutMfa: [],
    fullAdministrators: [],
    relationships: [],
    azureSubscriptions: [OWNER.subscription],
    ...more,
  });
  const body = { correlationId: 'c' };
  const heard = { kind: 'webhooks.heard', actor: 'registration', at: NOW - HOUR, recordedAt: NOW - HOUR, body };
  await db.transaction().execute((trx) => appendSystemAudit(trx, [heard]));
  await db
    .insertInto('usage_mark')
    .values({ customer_id: customer, total: '0', budget: '1000', seen_at: new Date(NOW) })
    .execute();
}

describe('a grant of access', () => {
  it('is asked for with a reason, decided by somebody else, and stands in the audit with every fact', async () => {
    const api = theApi();
    const customer = await linked(api);
    const asked = await asking(api, customer, {});
    expect(asked.status).toBe(201);
    expect(asked.body).toMatchObject({
      state: 'requested',
      access: {
        ...READER,
        role: 'f2ef992c-3afb-46b9-b7cf-a126ee74c451',
        roleName: 'globalReader',
        fullAdministration: false,
      },
      startsAt: '2026-03-02T09:00:00Z',
      endsAt: ENDS,
      askedBy: 'the analyst',
      reason: 'A migration.',
    });
    const id = String(asked.body['id']);
    expect(await deciding(api, id, 'approve', 'analyst')).toMatchObject({ status: 403, body: { code: 'four_eyes' } });
    const approved = await deciding(api, id, 'approve');
    expect(approved.body).toMatchObject({ state: 'approved', decidedBy: 'the admin', note: 'As agreed.' });
    expect(await deciding(api, id, 'refuse')).toMatchObject({ status: 409 });
    const open = await api.ask('GET', `/v1/customers/${customer}/access-grants?open=true`, { as: 'auditor' });
    expect(open.body['items'].map((item: { id: string }) => item.id)).toEqual([id]);
    const audit = await api.ask('GET', `/v1/audit?customer=${customer}&limit=100`, { as: 'auditor' });
    const kinds = (audit.body['items'] as readonly { kind: string }[]).map(({ kind }) => kind);
    expect(kinds.filter((kind) => kind.startsWith('access.'))).toEqual([
      'access.grant.requested',
      'access.grant.approved',
    ]);
    expect((await api.ask('GET', '/v1/audit/verification', { as: 'auditor' })).body).toMatchObject({ intact: true });
  });

  it('is refused or revoked for good', async () => {
    const api = theApi();
    const customer = await linked(api);
    const refused = String((await asking(api, customer, {})).body['id']);
    expect((await deciding(api, refused, 'refuse')).body).toMatchObject({ state: 'refused', refusal: 'person' });
    const revoke = (id: string) =>
      api.ask('POST', `/v1/access-grants/${id}/revocation`, { as: 'analyst', key: key(), body: { reason: 'Done.' } });
    expect(await revoke(refused)).toMatchObject({ status: 409 });
    const revoked = String((await asking(api, customer, {})).body['id']);
    expect((await revoke(revoked)).body).toMatchObject({ revokedAt: '2026-03-02T09:00:00Z' });
    expect(await revoke(revoked)).toMatchObject({ status: 409 });
    expect(await deciding(api, revoked, 'approve')).toMatchObject({ status: 409 });
  });

  it('of full administration is refused until every control is met', async () => {
    const api = theApi();
    const customer = await linked(api, {
      contacts: [
        { role: 'billing', name: 'Jan', email: 'jan@fabrikam.example' },
        { role: 'security', name: 'Ewa', email: 'ewa@fabrikam.example' },
      ],
    });
    const bare = await asking(api, customer, { access: OWNER });
    expect(bare).toMatchObject({ status: 422, body: { code: 'controls_missing' } });
    expect((bare.body['errors'] as readonly { message: string }[]).map(({ message }) => message)).toEqual([
      'adminsUseMfa',
      'budgetSet',
      'alertsSubscribed',
      'leastPrivilege',
      'noStandingAccess',
    ]);
    await inOrder(api, customer);
    const asked = await asking(api, customer, { access: OWNER });
    expect(asked).toMatchObject({ status: 201, body: { access: { fullAdministration: true } } });
    const controls = await api.ask('GET', `/v1/customers/${customer}/controls`, { as: 'auditor' });
    const states = (controls.body['controls'] as readonly { state: string }[]).map(({ state }) => state);
    expect(states).toEqual(['met', 'met', 'met', 'met', 'met', 'met']);
    // An admin without MFA came meanwhile: the second person cannot approve either.
    await keepStanding(api.db, customer, {
      readAt: NOW,
      admins: 2,
      adminsWithoutMfa: [PRINCIPAL],
      fullAdministrators: [],
      relationships: [],
      azureSubscriptions: [],
    });
    const late = await deciding(api, String(asked.body['id']), 'approve');
    expect(late).toMatchObject({
      status: 422,
      body: { code: 'controls_missing', errors: [{ message: 'adminsUseMfa' }] },
    });
  });

  it('without controls is a named second person’s word, with what it waives', async () => {
    const api = theApi();
    const customer = await linked(api);
    const asked = await asking(api, customer, { access: OWNER, askWaiver: true });
    expect(asked).toMatchObject({ status: 201, body: { waiverAsked: true, waivedControls: [] } });
    const approved = await deciding(api, String(asked.body['id']), 'approve');
    expect(approved.body).toMatchObject({ state: 'approved', decidedBy: 'the admin' });
    // All but the alerts: they are the partner's, and another test has heard them.
    const waived = ['adminsUseMfa', 'budgetSet', 'securityContactNamed', 'leastPrivilege', 'noStandingAccess'];
    expect(approved.body['waivedControls']).toEqual(expect.arrayContaining(waived));
  });

  it('is refused where it could not be meant', async () => {
    const api = theApi();
    const customer = await linked(api);
    const unlinked = await aCustomer(api, { onboarding: 'existing' });
    const full = { access: OWNER, askWaiver: true };
    expect(await asking(api, unlinked, {})).toMatchObject({ status: 409, body: { code: 'wrong_phase' } });
    expect(await asking(api, customer, {}, 'collector')).toMatchObject({ status: 403 });
    const unknown = { access: { ...READER, role: 'emperor' } };
    expect(await asking(api, customer, unknown)).toMatchObject({ status: 422, body: { code: 'unknown_reference' } });
    for (const period of [
      { endsAt: '2026-03-02T08:59:00Z' },
      { ...full, endsAt: '2026-03-09T09:00:01Z' },
      { startsAt: '2026-05-02T09:00:00Z', endsAt: '2026-05-02T10:00:00Z' },
    ])
      expect(await asking(api, customer, period)).toMatchObject({
        status: 422,
        body: { code: 'invalid_grant_period' },
      });
    expect(
      await asking(api, customer, { access: { kind: 'azureRole', role: 'reader', principal: PRINCIPAL } }),
    ).toMatchObject({
      status: 400,
    });
    expect(await asking(api, customer, { access: { ...READER, principal: 'Anna' } })).toMatchObject({ status: 400 });
    expect((await api.ask('GET', '/v1/access-grants/acg_01m82k2v1qm88e9b4x86vtt1pe')).status).toBe(404);
  });
});

describe('the partner’s own standing', () => {
  it('says how far MFA and budgets reach, who is missing, and whom nobody has read', async () => {
    // Of its own: whoever else is in the book counts.
    const api = await startApi(OPTIONS);
    const covered = await linked(api);
    await inOrder(api, covered);
    const missing = await linked(api);
    await keepStanding(api.db, missing, {
      readAt: NOW,
      admins: 1,
      adminsWithoutMfa: [PRINCIPAL],
      fullAdministrators: [],
      relationships: [],
      azureSubscriptions: [randomUUID()],
    });
    const unread = await linked(api);
    const { status, body } = await api.ask('GET', '/v1/security-standing', { as: 'auditor' });
    expect(status).toBe(200);
    expect(body).toMatchObject({
      score: null,
      adminMfa: { total: 3, covered: 2, percent: '66.6', misses: [{ customer: missing, admins: 1 }] },
      budgets: { total: 2, covered: 1, percent: '50.0', misses: [{ customer: missing }] },
      unread: [{ customer: unread, readAt: null }],
      answers: { answered: 0, averageMinutes: null, withinDay: null },
    });
  });
});
