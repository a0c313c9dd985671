import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { figureStatement, lookStatement } from '../../db/directory-figures.ts';
import { findingStatements, nameStatement } from '../../db/hygiene-findings.ts';
import { erasePersonalData } from '../../db/profiles.ts';
import { inTurn } from '../../db/statement.ts';
import type { HygieneFinding } from '../../domain/hygiene/finding.ts';
import { sharedApi, type TestApi } from './support/api.ts';
import { aCustomer } from './support/customers.ts';
import { decidingAtOnce } from './support/living.ts';

const NOW = Date.UTC(2026, 5, 1, 9);
const OLA = randomUUID();
const SKU = randomUUID();
const theApi = sharedApi({ lifecycle: decidingAtOnce(() => NOW), now: () => NOW });
const FOUND: readonly HygieneFinding[] = [
  { key: `inactiveMember/${OLA}`, kind: 'inactiveMember', user: OLA, sku: null, quantity: 1, since: NOW - 9e9 },
  { key: `spareLicence/${SKU}`, kind: 'spareLicence', user: null, sku: SKU, quantity: 4, since: null },
];

/** A customer whose directory was looked at; with a review, when one is wanted. */
async function looked(api: TestApi, found = FOUND): Promise<string> {
  const customer = await aCustomer(api, { onboarding: 'existing', microsoftTenantId: randomUUID() });
  const licences = [{ sku: SKU, name: 'SPB', bought: 10, assigned: 6 }];
  const figure = { day: '2026-06-01', users: 12, guests: 2, enabled: 11, signedIn: 8, licences };
  await api.db
    .transaction()
    .execute((trx) =>
      inTurn(trx, [
        ...findingStatements(customer, found, NOW),
        nameStatement(customer, [{ userId: OLA, userPrincipalName: 'ola@c.example', displayName: 'Ola' }]),
        figureStatement(customer, figure, NOW),
        lookStatement(customer, NOW, { areSignInsKnown: true }),
      ]),
    );
  return customer;
}
/** Facts of the customer's reviews. */
const factsOf = (api: TestApi, customer: string) =>
  api.db
    .selectFrom('hygiene_review_fact')
    .innerJoin('hygiene_review', 'hygiene_review.id', 'review_id')
    .select(['kind', 'body'])
    .where('customer_id', '=', customer)
    .orderBy('seq')
    .execute();
const look = async (api: TestApi, customer: string) =>
  (await api.ask('GET', `/v1/customers/${customer}/hygiene`, { as: 'auditor' })).body;

describe('hygiene of a customer’s directory', () => {
  it('shows findings with names, licence use and sign-ins; who looks leaves a row, and erased names are gone', async () => {
    const api = theApi();
    const customer = await looked(api);
    expect(await look(api, customer)).toEqual({
      customer,
      lookedAt: '2026-06-01T09:00:00Z',
      signInsKnown: true,
      unreadable: null,
      findings: [
        {
          key: `inactiveMember/${OLA}`,
          kind: 'inactiveMember',
          user: { id: OLA, name: 'Ola', address: 'ola@c.example' },
          product: null,
          quantity: 1,
          since: '2026-02-17T05:00:00Z',
          firstSeenAt: '2026-06-01T09:00:00Z',
          acceptedUntil: null,
        },
        expect.objectContaining({ kind: 'spareLicence', product: { sku: SKU, name: 'SPB' }, quantity: 4 }),
      ],
      review: null,
      remedyRight: null,
      licences: [{ sku: SKU, name: 'SPB', bought: 10, assigned: 6 }],
      figures: [{ day: '2026-06-01', users: 12, guests: 2, enabled: 11, signedIn: 8, licencesAssigned: 6 }],
    });
    const sights = await api.db.selectFrom('sight').select('actor').where('customer_id', '=', customer).execute();
    expect(sights).toEqual([{ actor: 'the auditor' }]);
    await api.db.transaction().execute((trx) => erasePersonalData(trx, customer, NOW));
    const [erased] = (await look(api, customer))['findings'];
    expect(erased.user).toEqual({ id: OLA, name: null, address: null });
  });

  it('keeps each finding once: when it was first seen, and that it has gone', async () => {
    const api = theApi();
    const customer = await looked(api);
    const again = (found: readonly HygieneFinding[], at: number) =>
      api.db.transaction().execute((trx) => inTurn(trx, findingStatements(customer, found, at)));
    await again(FOUND.slice(0, 1), NOW + 1_000);
    expect((await look(api, customer))['findings']).toMatchObject([
      { kind: 'inactiveMember', firstSeenAt: '2026-06-01T09:00:00Z' },
    ]);
    await again([], NOW + 2_000);
    expect((await look(api, customer))['findings']).toEqual([]);
    const rows = await api.db
      .selectFrom('hygiene_finding')
      .select('gone_at')
      .where('customer_id', '=', customer)
      .orderBy('key')
      .execute();
    expect(rows.map(({ gone_at }) => gone_at?.getTime())).toEqual([NOW + 2_000, NOW + 1_000]);
  });

  it('is reviewed at a person’s word, one at a time', async () => {
    const api = theApi();
    const customer = await looked(api);
    const start = (key: string, as: 'analyst' | 'collector' = 'analyst') =>
      api.ask('POST', `/v1/customers/${customer}/hygiene/review`, { as, body: {}, key: `${customer}/${key}` });
    expect((await start('1', 'collector')).body['code']).toBe('role_required');
    const started = await start('2');
    expect([started.status, started.body['review']]).toMatchObject([201, { state: 'opened', dueAt: null }]);
    expect((await start('2')).body['review'].id).toBe(started.body['review'].id);
    expect(await start('3')).toMatchObject({ status: 409, body: { code: 'conflict' } });
    const audit = await api.ask('GET', `/v1/audit?customer=${customer}&limit=100`, { as: 'auditor' });
    expect(audit.body['items'].map(({ kind }: { kind: string }) => kind)).toContain('hygiene.review.opened');
    expect((await api.ask('GET', '/v1/audit/verification', { as: 'auditor' })).body).toMatchObject({ intact: true });
  });

  it('is not reviewed where there is no tenant to look at', async () => {
    const api = theApi();
    const customer = await aCustomer(api, { onboarding: 'existing' });
    const body = {};
    const refused = await api.ask('POST', `/v1/customers/${customer}/hygiene/review`, {
      as: 'operator',
      body,
      key: `${customer}/1`,
    });
    expect(refused).toMatchObject({ status: 409, body: { code: 'wrong_phase' } });
  });

  it('takes acceptances of what was found, with a reason, until a day to come; names stay out of kept answers', async () => {
    const api = theApi();
    const customer = await looked(api);
    await api.ask('POST', `/v1/customers/${customer}/hygiene/review`, {
      as: 'analyst',
      body: {},
      key: `${customer}/r`,
    });
    const accept = (body: object, key: string) =>
      api.ask('POST', `/v1/customers/${customer}/hygiene/acceptance`, {
        as: 'analyst',
        key: `${customer}/${key}`,
        body: { findings: [FOUND[0]?.key], reason: 'On parental leave.', until: '2026-12-31', ...body },
      });
    expect(await accept({ findings: ['inactiveMember/nobody'] }, '1')).toMatchObject({
      status: 422,
      body: { code: 'unknown_reference', errors: [{ pointer: '/findings/0' }] },
    });
    expect(await accept({ until: '2026-05-31' }, '2')).toMatchObject({ status: 422, body: { code: 'day_has_passed' } });
    expect(await accept({ reason: ' ' }, '3')).toMatchObject({ status: 400 });
    const accepted = await accept({}, '4');
    expect(accepted.status).toBe(200);
    expect(JSON.stringify(accepted.body)).not.toContain('ola@');
    const [finding] = (await look(api, customer))['findings'];
    expect(finding.acceptedUntil).toBe('2026-12-31T23:00:00Z');
    const facts = await factsOf(api, customer);
    expect(facts.map(({ kind }) => kind)).toEqual(['review.opened', 'review.accepted']);
    expect(JSON.stringify(facts)).not.toContain('parental');
  });

  it('leaves excluded accounts alone, with an owner and a day on which that is asked again', async () => {
    const api = theApi();
    const customer = await looked(api);
    const path = `/v1/customers/${customer}/hygiene/exclusions`;
    const body = {
      user: OLA,
      kind: 'breakGlass',
      owner: 'Jan',
      reviewOn: '2026-12-01',
      reason: 'The sealed envelope.',
    };
    const add = (more: object) => api.ask('POST', path, { as: 'operator', body: { ...body, ...more } });
    expect(await add({ user: 'ola@c.example' })).toMatchObject({ status: 400 });
    expect(await add({ reviewOn: '2026-05-31' })).toMatchObject({ status: 422 });
    const added = await add({});
    expect([added.status, added.body]).toMatchObject([201, { user: OLA, kind: 'breakGlass', endedAt: null }]);
    expect(JSON.stringify(added.body)).not.toContain('Jan');
    expect(await add({})).toMatchObject({ status: 409 });
    const listed = await api.ask('GET', path, { as: 'auditor' });
    expect(listed.body['items']).toMatchObject([
      { owner: 'Jan', reason: 'The sealed envelope.', user: { id: OLA, name: 'Ola' }, createdBy: 'the operator' },
    ]);
    const one = `${path}/${added.body['id']}`;
    const ended = await api.ask('DELETE', one, { as: 'analyst' });
    expect([ended.status, ended.body['endedAt']]).toEqual([200, '2026-06-01T09:00:00Z']);
    expect(await api.ask('DELETE', one, { as: 'analyst' })).toMatchObject({ status: 409 });
    expect(await api.ask('DELETE', `${path}/hgx_nobody`, { as: 'analyst' })).toMatchObject({ status: 404 });
    expect((await api.ask('GET', path, { as: 'auditor' })).body['items']).toEqual([]);
  });

  it('records what the customer allows, the last word counting, and an open review hears of it', async () => {
    const api = theApi();
    const customer = await looked(api);
    const say = (body: object, key: string) =>
      api.ask('POST', `/v1/customers/${customer}/hygiene/remedy-right`, {
        as: 'operator',
        key: `${customer}/${key}`,
        body: { disable: true, delete: false, grantedOn: '2026-05-20', reason: 'Annex 3 of the contract.', ...body },
      });
    expect(await say({ disable: false, delete: true }, '1')).toMatchObject({ status: 400 });
    expect(await say({ grantedOn: '2026-06-02' }, '2')).toMatchObject({ status: 422 });
    const said = await say({}, '3');
    expect(said.body['remedyRight']).toEqual({ disable: true, delete: false, grantedOn: '2026-05-20' });
    const started = { as: 'analyst', body: {}, key: `${customer}/r` } as const;
    await api.ask('POST', `/v1/customers/${customer}/hygiene/review`, started);
    await say({ disable: false, grantedOn: '2026-06-01' }, '4');
    const facts = await factsOf(api, customer);
    expect(facts.map(({ body }) => body)).toMatchObject([{ right: { mayDisable: true } }, { mayDisable: false }]);
  });
});
