import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { policyMovesLeft } from '../../db/policy-moves.ts';
import { sharedApi, startApi, type TestApi } from './support/api.ts';
import { aCustomer } from './support/customers.ts';
import { owes } from './support/debt.ts';
import { decidingAtOnce } from './support/living.ts';

const NOW = Date.UTC(2026, 2, 2, 9);
const standard: { steps: object[] } & Record<string, unknown> = JSON.parse(
  readFileSync(new URL('../../policies/standard.json', import.meta.url), 'utf8'),
);
const strict = { ...standard, minimumDebt: { amount: '1.00', currency: 'PLN' } };
const trading = { onboarding: 'existing', legalStatus: 'company' };

const anApi = () => startApi({ lifecycle: decidingAtOnce(() => NOW), now: () => NOW });
const activate = (api: TestApi, version: number, openCases: string) =>
  api.ask('POST', `/v1/policies/standard/versions/${version}/activation`, { as: 'finance', body: { openCases } });

/** A customer with an open case, and one who owes nothing. */
async function twoCustomers(
  api: TestApi,
): Promise<{ debtor: string; payer: string; versionOf: (id: string) => unknown }> {
  const debtor = await aCustomer(api, trading);
  await owes(api, debtor, 124_000n, '2026-02-09', NOW);
  await api.ask('POST', `/v1/customers/${debtor}/dunning/pause`, { body: { until: '2026-06-01', reason: 'x' } });
  const payer = await aCustomer(api, trading);
  const versionOf = async (id: string) => (await api.ask('GET', `/v1/customers/${id}`)).body['dunning'].policyVersion;
  return { debtor, payer, versionOf };
}

describe('policies', () => {
  it('are made as a draft, read with every default, listed and activated', async () => {
    const api = await anApi();
    const least = { key: 'gentle', currency: 'PLN', steps: standard.steps.slice(0, 2) };
    const made = await api.ask('POST', '/v1/policies', { as: 'finance', body: least });
    expect(made.status).toBe(201);
    expect(made.body).toMatchObject({ key: 'gentle', version: 1, state: 'draft', createdBy: 'the finance' });
    expect(made.body['document']).toMatchObject({ progress: 'sequential', bounceWindowHours: 24 });
    const path = '/v1/policies/gentle/versions/1';
    const read = await api.ask('GET', path);
    expect(read.body).toEqual(made.body);
    expect(read.headers.get('etag')).toBe(made.headers.get('etag'));
    const list: readonly { key: string }[] = (await api.ask('GET', '/v1/policies')).body['items'];
    // The standard policy is there in every usual currency.
    expect(list.filter(({ key }) => !key.startsWith('standard-'))).toMatchObject([
      { key: 'gentle', activeVersion: null, latestVersion: 1 },
      { key: 'standard', activeVersion: 1, latestVersion: 1 },
    ]);
    const active = await api.ask('POST', `${path}/activation`, { as: 'finance', body: { openCases: 'freeze' } });
    expect([active.status, active.body['state']]).toEqual([200, 'active']);
    expect((await api.ask('GET', '/v1/policies/gentle')).body).toMatchObject({ activeVersion: 1 });
  });

  it('get versions; the one before is retired when the next is activated', async () => {
    const api = await anApi();
    const added = await api.ask('POST', '/v1/policies/standard/versions', { as: 'finance', body: strict });
    expect([added.status, added.body['version']]).toEqual([201, 2]);
    expect((await activate(api, 2, 'migrate')).body).toMatchObject({ state: 'active' });
    expect((await api.ask('GET', '/v1/policies/standard/versions/1')).body['state']).toBe('retired');
    expect((await activate(api, 2, 'migrate')).status).toBe(200);
  });

  it.each([
    ['freeze', 1],
    ['migrate', 2],
    ['restart', 2],
  ])('activated with %s, an open case lives under version %d', async (openCases, version) => {
    const api = await anApi();
    const { debtor, payer, versionOf } = await twoCustomers(api);
    await api.ask('POST', '/v1/policies/standard/versions', { body: strict });
    await activate(api, 2, openCases);
    expect([await versionOf(debtor), await versionOf(payer)]).toEqual([version, 2]);
    expect(await policyMovesLeft(api.db, { limit: 10 })).toEqual([]);
    expect((await activate(api, 2, openCases)).status).toBe(200);
    expect(await versionOf(debtor)).toBe(version);
  });

  it('a frozen case is moved when the activation is said anew', async () => {
    const api = await anApi();
    const { debtor, versionOf } = await twoCustomers(api);
    await api.ask('POST', '/v1/policies/standard/versions', { body: strict });
    await activate(api, 2, 'freeze');
    await activate(api, 2, 'migrate');
    expect(await versionOf(debtor)).toBe(2);
  });

  it('an activation with a lost answer is answered again and moves nobody twice', async () => {
    const api = await anApi();
    const { debtor } = await twoCustomers(api);
    await api.ask('POST', '/v1/policies/standard/versions', { body: strict });
    const ask = () =>
      api.ask('POST', '/v1/policies/standard/versions/2/activation', { body: { openCases: 'restart' }, key: 'k' });
    const [first, second] = [await ask(), await ask()];
    expect(second.body).toEqual(first.body);
    const facts = await api.db
      .selectFrom('fact')
      .select('body')
      .where('customer_id', '=', debtor)
      .where('kind', '=', 'policy.assigned')
      .execute();
    expect(facts.map((fact) => fact.body)).toMatchObject([{ version: 1 }, { version: 2, openCases: 'restart' }]);
  });

  it('leave their mark in the system chain', async () => {
    const api = await anApi();
    await api.ask('POST', '/v1/policies/standard/versions', { as: 'finance', body: strict });
    await activate(api, 2, 'freeze');
    const rows = await api.db.selectFrom('audit_event').selectAll().where('chain', '=', 'system').execute();
    expect(rows.map(({ kind, actor, body }) => ({ kind, actor, body }))).toEqual([
      { kind: 'policy.versionAdded', actor: 'the finance', body: { policy: 'standard', version: 2 } },
      { kind: 'policy.activated', actor: 'the finance', body: { policy: 'standard', version: 2, openCases: 'freeze' } },
    ]);
  });

  const theApi = sharedApi({ now: () => NOW });
  const steps = (...given: object[]) => ({ ...standard, key: 'new', steps: given });
  const suspend = { key: 'suspend', kind: 'suspend', after: { days: 30, from: 'due' } };
  it.each([
    ['a stop without a warning', '', steps(suspend), 422, 'policy_without_warning', '/steps/0'],
    ['two steps of one key', '', steps(suspend, suspend), 422, 'invalid_policy', '/steps/1/key'],
    [
      'an amount in another money',
      '',
      { ...strict, currency: 'EUR', key: 'new' },
      422,
      'currency_mismatch',
      '/minimumDebt',
    ],
    ['a field that is none', '', { ...standard, key: 'new', grace: 3 }, 400, 'malformed', '/grace'],
    ['a key that is taken', '', standard, 409, 'conflict', '/key'],
    ['a version under another key', '/standard/versions', { ...standard, key: 'other' }, 422, 'invalid_policy', '/key'],
    [
      'a version in another money',
      '/standard/versions',
      { key: 'standard', currency: 'EUR', steps: [standard.steps[1]] },
      422,
      'currency_mismatch',
      '/currency',
    ],
    [
      'an amount that is none',
      '',
      { ...standard, key: 'new', minimumDebt: { amount: '1.001', currency: 'PLN' } },
      400,
      'invalid_money',
      '/minimumDebt/amount',
    ],
  ])('are refused with %s', async (_what, path, body, status, code, pointer) => {
    const api = theApi();
    const refused = await api.ask('POST', `/v1/policies${path}`, { as: 'finance', body });
    expect(refused.body).toMatchObject({ status, code });
    expect(refused.body['errors'][0].pointer).toContain(pointer);
  });

  it('that are not there are 404, and others than finance write none', async () => {
    const api = await anApi();
    for (const path of ['nothing', 'nothing/versions/1', 'standard/versions/2', 'standard/versions/one']) {
      expect((await api.ask('GET', `/v1/policies/${path}`)).status).toBe(404);
    }
    expect((await activate(api, 7, 'freeze')).status).toBe(404);
    expect(
      (await api.ask('POST', '/v1/policies/nothing/versions', { body: { ...standard, key: 'nothing' } })).status,
    ).toBe(404);
    const refused = await api.ask('POST', '/v1/policies', { as: 'collector', body: standard });
    expect(refused.body).toMatchObject({ status: 403, code: 'role_required' });
  });

  it('a stale If-Match activates nothing', async () => {
    const api = await anApi();
    await api.ask('POST', '/v1/policies/standard/versions', { body: strict });
    const refused = await api.ask('POST', '/v1/policies/standard/versions/2/activation', {
      body: { openCases: 'freeze' },
      headers: { 'if-match': '"old"' },
    });
    expect(refused.body).toMatchObject({ status: 412, code: 'precondition_failed' });
    expect((await api.ask('GET', '/v1/policies/standard')).body).toMatchObject({ activeVersion: 1 });
  });
});
