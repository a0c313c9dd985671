import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { sharedApi, type TestApi } from './support/api.ts';
import { aCustomer } from './support/customers.ts';
import { decidingAtOnce } from './support/living.ts';

const NOW = Date.UTC(2026, 2, 2, 9);
const theApi = sharedApi({ lifecycle: decidingAtOnce(() => NOW), now: () => NOW });
let api: TestApi;
beforeAll(() => {
  api = theApi();
});

const taken = async (kind: 'aup' | 'fraud', more: object = {}): Promise<string> => {
  const customer = await aCustomer(api, { onboarding: 'existing', microsoftTenantId: TENANT });
  const body = {
    customer,
    kind,
    severity: 'high',
    source: 'mail',
    receivedAt: '2026-03-02T08:30:00Z',
    summary: 'Microsoft has written.',
    ...more,
  };
  const { body: made } = await api.ask('POST', '/v1/security-cases', { as: 'analyst', body });
  return `/v1/security-cases/${made['id']}`;
};
const TENANT = randomUUID();
const act = async (path: string, body: object, as: 'analyst' | 'collector' = 'analyst') =>
  await api.ask('POST', path, { as, body, key: randomUUID() });
const STEP = { what: 'Close the relay', owner: 'Anna', dueAt: '2026-03-05T12:00:00Z' };

describe('a case about the acceptable use policy', () => {
  it('has a plan of steps with owners and clocks, whose words stand beside its facts', async () => {
    const path = await taken('aup', { category: 'spam' });
    const planned = await act(`${path}/cure-plan`, { steps: [STEP, { ...STEP, what: 'Change the passwords' }] });
    expect(planned).toMatchObject({ status: 200, body: { category: 'spam' } });
    const later = await act(`${path}/cure-plan`, { steps: [{ ...STEP, what: 'Tell us in a week' }] });
    expect(later.body['curePlan'].steps.map(({ step, what }: { step: number; what: string }) => [step, what])).toEqual([
      [1, 'Close the relay'],
      [2, 'Change the passwords'],
      [3, 'Tell us in a week'],
    ]);
    const done = await act(`${path}/cure-steps/2/done`, { note: 'Seen in the log.' });
    expect(done.body['deadlines'].slice(3)).toEqual([
      { what: 'cure.1', at: '2026-03-05T12:00:00Z', met: null },
      { what: 'cure.2', at: '2026-03-05T12:00:00Z', met: true },
      { what: 'cure.3', at: '2026-03-05T12:00:00Z', met: null },
    ]);
    const bodies = JSON.stringify(done.body['evidence']);
    expect([bodies.includes('Anna'), bodies.includes('relay')]).toEqual([false, false]);
    const waived = await act(`${path}/cure-plan/waiver`, { note: 'Microsoft has withdrawn its notice.' });
    expect(waived.body).toMatchObject({ curePlan: { waived: true }, deadlines: [{}, {}, {}, { what: 'cure.2' }] });
    const list = await api.ask('GET', '/v1/security-cases?category=spam', { as: 'auditor' });
    expect(list.body['items']).toHaveLength(1);
  });

  it('refuses what could not be meant', async () => {
    const path = await taken('aup');
    const late = await act(`${path}/cure-plan`, { steps: [{ ...STEP, dueAt: '2026-03-02T09:00:00Z' }] });
    expect(late).toMatchObject({
      status: 422,
      body: { code: 'day_has_passed', errors: [{ pointer: '/steps/0/dueAt' }] },
    });
    expect(await act(`${path}/cure-plan`, { steps: [] })).toMatchObject({ status: 400 });
    expect(await act(`${path}/cure-plan`, { steps: [STEP] }, 'collector')).toMatchObject({ status: 403 });
    expect(await act(`${await taken('fraud')}/cure-plan`, { steps: [STEP] })).toMatchObject({ status: 409 });
    expect(await act(`${path}/cure-steps/1/done`, { note: 'x' })).toMatchObject({ status: 404 });
    await act(`${path}/cure-plan`, { steps: [STEP] });
    await act(`${path}/cure-steps/1/done`, { note: 'x' });
    expect(await act(`${path}/cure-steps/1/done`, { note: 'x' })).toMatchObject({ status: 409 });
    expect(await act(`${path}/answer`, { note: 'x' })).toMatchObject({ status: 409, body: { code: 'wrong_phase' } });
    await act(`${path}/service-request`, { number: '2611280001' });
    expect(await act(`${path}/service-request`, { number: '2611280001' })).toMatchObject({ status: 409 });
    expect(await act(`${path}/service-request`, { number: '../customers' })).toMatchObject({ status: 400 });
  });

  it('takes the category with the verdict, and is answered by a person', async () => {
    const path = await taken('aup');
    const judged = await act(`${path}/verdict`, { verdict: 'fraud', note: 'It was so.', category: 'malware' });
    expect(judged.body).toMatchObject({ category: 'malware', answeredAt: null });
    const answered = await act(`${path}/answer`, { note: 'By mail.' });
    expect(answered.body).toMatchObject({ state: 'answered', answeredAt: '2026-03-02T09:00:00Z' });
  });
});

describe('an alert that never came', () => {
  it('is reported in the five things that support asks for, and what is not known is named', async () => {
    const path = await taken('fraud');
    const report = (query = '') => api.ask('GET', `${path}/missing-alert-report${query}`, { as: 'auditor' });
    expect((await report()).body).toMatchObject({
      partnerTenant: '11111111-1111-4111-8111-111111111111',
      customerTenant: TENANT,
      subscription: null,
      resource: null,
      impact: { start: '2026-03-02T08:30:00Z', end: null },
      missing: ['subscription', 'resource', 'impactEnd'],
    });
    const known = '?subscription=s&resource=r&impactStart=2026-03-01T00:00:00Z&impactEnd=2026-03-02T00:00:00Z';
    expect((await report(known)).body).toMatchObject({
      subscription: 's',
      resource: 'r',
      impact: { start: '2026-03-01T00:00:00Z', end: '2026-03-02T00:00:00Z' },
      missing: [],
    });
  });
});
