import { randomUUID } from 'node:crypto';
import { pino } from 'pino';
import { describe, expect, it } from 'vitest';
import { takeAlert } from '../../activities/security/take-alert.ts';
import type { SecurityAlert } from '../../adapters/partner-security/port.ts';
import type { Db } from '../../db/database.ts';
import { anId } from '../db/support.ts';
import { type Answered, startApi } from './support/api.ts';
import { aCustomer } from './support/customers.ts';
import { decidingAtOnce } from './support/living.ts';

const NOW = Date.UTC(2026, 2, 2, 9);
const anApi = () => startApi({ lifecycle: decidingAtOnce(() => NOW), now: () => NOW });
const A_CALL = {
  kind: 'fraud',
  severity: 'high',
  source: 'phone',
  receivedAt: '2026-03-02T08:30:00Z',
  summary: 'The bank called: machines nobody knows.',
};

const alertDeps = (db: Db) => ({ db, wallNow: () => NOW, newId: anId, log: pino({ level: 'silent' }) });
const anAlert = (customerTenantId: string, azureSubscriptionId: string, id: string): SecurityAlert => ({
  id,
  occurrence: `${azureSubscriptionId}/${id}`,
  way: 'graph',
  customerTenantId,
  azureSubscriptionId,
  alertType: 'CryptoMining',
  displayName: 'Mining',
  severity: 'medium',
  confidence: 'high',
  status: 'active',
  verdict: null,
  detectedAt: NOW,
  isTest: false,
  affectedResources: [],
});
const kindsOf = ({ body }: Answered) => (body['evidence'] as readonly { kind: string }[]).map(({ kind }) => kind);

describe('a security case', () => {
  it('is taken by hand, with clocks from the moment of the call', async () => {
    const api = await anApi();
    const customer = await aCustomer(api, { onboarding: 'existing' });
    const body = { customer, ...A_CALL };
    const taken = await api.ask('POST', '/v1/security-cases', { as: 'analyst', body });
    expect(taken.status).toBe(201);
    expect(taken.body).toMatchObject({
      customer: { id: customer },
      state: 'received',
      source: 'phone',
      receivedAt: '2026-03-02T08:30:00Z',
      acknowledgedAt: null,
      deadlines: [
        { what: 'acknowledge', at: '2026-03-02T09:30:00Z', met: null },
        { what: 'act', at: '2026-03-03T08:30:00Z', met: null },
        { what: 'answer', at: '2026-03-03T08:30:00Z', met: null },
      ],
      verdict: null,
      summary: A_CALL.summary,
      exposure: { amount: '0.00', currency: 'PLN' },
    });
    const open = await api.ask('GET', '/v1/security-cases?state=open', { as: 'auditor' });
    expect(open.body['items'].map((item: { id: string }) => item.id)).toEqual([taken.body['id']]);
  });

  it('is acknowledged and judged by an analyst, and every step is a fact, stands in the audit, and is told in words', async () => {
    const api = await anApi();
    const customer = await aCustomer(api, { onboarding: 'existing' });
    const { body } = await api.ask('POST', '/v1/security-cases', { as: 'analyst', body: { customer, ...A_CALL } });
    const path = `/v1/security-cases/${body['id']}`;
    const acknowledged = await api.ask('POST', `${path}/acknowledgement`, { as: 'analyst', body: {} });
    expect(acknowledged.body).toMatchObject({ state: 'acknowledged', acknowledgedAt: '2026-03-02T09:00:00Z' });
    const verdict = { verdict: 'legitimate', note: 'A load test of the customer.' };
    const unkeyed = await api.ask('POST', `${path}/verdict`, { as: 'analyst', body: verdict });
    expect(unkeyed.status).toBe(428);
    const judged = await api.ask('POST', `${path}/verdict`, { as: 'analyst', body: verdict, key: 'verdict-1' });
    expect(judged.body).toMatchObject({ state: 'investigated', verdict: 'legitimate', answeredAt: null });
    expect(judged.body['deadlines']).toMatchObject([{ met: true }, { what: 'act', met: true }, { met: null }]);
    const facts = (judged.body['evidence'] as readonly { kind: string; by: string }[]).map(
      ({ kind, by }) => `${kind} ${by}`,
    );
    expect(facts).toEqual(['case.received the analyst', 'case.acknowledged the analyst', 'case.judged the analyst']);
    const { items } = (await api.ask('GET', `/v1/customers/${customer}/timeline`, { as: 'auditor' })).body;
    const told = (items as readonly { kind: string; summary: string }[])
      .filter(({ kind }) => kind.startsWith('security.'))
      .map(({ summary }) => summary);
    expect(told).toEqual(['security case: judged', 'security case: acknowledged', 'security case: received']);
    const audit = await api.ask('GET', `/v1/audit?customer=${customer}&limit=100`, { as: 'auditor' });
    const kinds = (audit.body['items'] as readonly { kind: string }[]).map(({ kind }) => kind);
    expect(kinds.filter((kind) => kind.startsWith('security.'))).toEqual([
      'security.case.received',
      'security.case.acknowledged',
      'security.case.judged',
    ]);
    const verified = await api.ask('GET', '/v1/audit/verification', { as: 'auditor' });
    expect(verified.body).toMatchObject({ intact: true });
  });

  it('contains the whole account by a fraud hold of the customer’s own life', async () => {
    const api = await anApi();
    const customer = await aCustomer(api, { onboarding: 'existing' });
    const { body } = await api.ask('POST', '/v1/security-cases', { as: 'analyst', body: { customer, ...A_CALL } });
    const contained = await api.ask('POST', `/v1/security-cases/${body['id']}/containment`, {
      as: 'analyst',
      body: { action: 'suspendSubscriptions' },
      key: 'contain-1',
    });
    expect(contained.status).toBe(200);
    const holds = await api.ask('GET', `/v1/holds?customer=${customer}`, { as: 'analyst' });
    expect(holds.body['items']).toMatchObject([{ reason: 'fraud', scope: 'account', placedBy: 'the analyst' }]);
  });

  it('that an alert has opened is joined by the call about it, with the stricter clock, and answered with 200', async () => {
    const api = await anApi();
    const tenant = randomUUID();
    const customer = await aCustomer(api, { onboarding: 'existing', microsoftTenantId: tenant });
    const [azure, guid] = [randomUUID(), randomUUID()];
    const push = () => takeAlert(alertDeps(api.db), anAlert(tenant, azure, guid));
    expect(await push()).toBe(true);
    const call = { customer, ...A_CALL, kind: 'security', category: 'cryptoMining' };
    const ask = (body: object, key: string) => api.ask('POST', '/v1/security-cases', { as: 'analyst', body, key });
    const called = await ask(call, 'call-1');
    expect(called.status).toBe(200);
    expect(called.body).toMatchObject({
      kind: 'fraud',
      source: 'alert',
      severity: 'high',
      category: 'cryptoMining',
      receivedAt: '2026-03-02T08:30:00Z',
      summary: A_CALL.summary,
    });
    expect(called.body['deadlines'][0]).toEqual({ what: 'acknowledge', at: '2026-03-02T09:30:00Z', met: null });
    expect(kindsOf(called)).toEqual(['case.received', 'case.alertLinked', 'case.reportLinked', 'case.categorised']);
    expect(called.body['evidence'][1].body).toMatchObject({ detectedAt: NOW });
    expect((await ask(call, 'call-1')).status).toBe(200);
    const again = { ...A_CALL, severity: 'low', receivedAt: '2026-03-02T08:45:00Z', summary: 'The police as well.' };
    expect((await ask({ customer, ...again }, 'call-2')).body).toMatchObject({
      id: called.body['id'],
      severity: 'high',
      receivedAt: '2026-03-02T08:30:00Z',
      summary: `${A_CALL.summary}\n\n${again.summary}`,
    });
    expect(await push()).toBe(false);
    const { body } = await api.ask('GET', `/v1/security-cases?customer=${customer}`, { as: 'auditor' });
    expect(body['items']).toHaveLength(1);
  });

  it('that a call about security has opened is joined by the alert that calls it fraud', async () => {
    const api = await anApi();
    const tenant = randomUUID();
    const customer = await aCustomer(api, { onboarding: 'existing', microsoftTenantId: tenant });
    const body = { customer, ...A_CALL, kind: 'security', severity: 'low' };
    const called = await api.ask('POST', '/v1/security-cases', { as: 'analyst', body });
    expect(called.status).toBe(201);
    await takeAlert(alertDeps(api.db), anAlert(tenant, randomUUID(), randomUUID()));
    const { body: open } = await api.ask('GET', `/v1/security-cases?customer=${customer}`, { as: 'auditor' });
    // The gravest word counts, whoever said it.
    expect(open['items']).toMatchObject([{ id: called.body['id'], severity: 'medium' }]);
    expect(open['items']).toHaveLength(1);
  });

  it('is a new one where the caller says that it is another matter, or where nothing that is open fits', async () => {
    const api = await anApi();
    const tenant = randomUUID();
    const customer = await aCustomer(api, { onboarding: 'existing', microsoftTenantId: tenant });
    const ask = (more: object) =>
      api.ask('POST', '/v1/security-cases', { as: 'analyst', body: { customer, ...A_CALL, ...more } });
    const first = await ask({});
    // What only people have reported stays apart.
    expect((await ask({})).status).toBe(201);
    await takeAlert(alertDeps(api.db), anAlert(tenant, randomUUID(), randomUUID()));
    expect((await ask({})).status).toBe(200);
    expect([(await ask({ separate: true })).status, (await ask({ kind: 'aup' })).status]).toEqual([201, 201]);
    const verdict = { verdict: 'legitimate', note: 'A load test.' };
    for (const { id } of (await api.ask('GET', '/v1/security-cases?kind=fraud')).body['items'])
      await api.ask('POST', `/v1/security-cases/${id}/verdict`, { as: 'analyst', body: verdict, key: id });
    const later = await ask({});
    expect([later.status, later.body['id'] === first.body['id']]).toEqual([201, false]);
  });

  it('is refused where it could not be meant', async () => {
    const api = await anApi();
    const customer = await aCustomer(api, { onboarding: 'existing' });
    const ask = (body: object, as: 'analyst' | 'collector' = 'analyst') =>
      api.ask('POST', '/v1/security-cases', { as, body: { customer, ...A_CALL, ...body } });
    expect(await ask({ receivedAt: '2026-03-02T09:00:01Z' })).toMatchObject({
      status: 422,
      body: { code: 'future_effective_day', errors: [{ pointer: '/receivedAt' }] },
    });
    expect(await ask({ customer: 'ext:nobody' })).toMatchObject({
      status: 422,
      body: { code: 'unknown_reference', errors: [{ pointer: '/customer' }] },
    });
    expect(await ask({ source: 'alert' })).toMatchObject({ status: 400, body: { errors: [{ pointer: '/source' }] } });
    expect(await ask({}, 'collector')).toMatchObject({ status: 403, body: { code: 'role_required' } });
    const { body } = await ask({});
    const unknown = await api.ask('POST', `/v1/security-cases/${body['id']}/containment`, {
      as: 'analyst',
      body: { action: 'suspendSubscriptions', targets: ['sub_nobody'] },
      key: 'contain-2',
    });
    expect(unknown).toMatchObject({ status: 422, body: { code: 'unknown_reference' } });
    expect((await api.ask('GET', '/v1/security-cases/sec_01m82k2v1qm88e9b4x86vtt1pe')).status).toBe(404);
  });
});
