import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { sharedApi } from './support/api.ts';
import { aCustomer } from './support/customers.ts';
import { decidingAtOnce } from './support/living.ts';

const NOW = Date.UTC(2026, 2, 12, 9);

describe('after a compromise', () => {
  const api = sharedApi({ lifecycle: decidingAtOnce(() => NOW), now: () => NOW });
  let keys = 0;
  const post = (path: string, body: object) =>
    api().ask('POST', path, { as: 'analyst', body, key: `key-${(keys += 1)}` });
  const receivedAt = '2026-03-12T08:30:00Z';
  const take = async (customer: string) => {
    const told = { kind: 'fraud', severity: 'high', source: 'phone', receivedAt, summary: 'Mining.' };
    const body = { customer, ...told };
    return `/v1/security-cases/${(await post('/v1/security-cases', body)).body['id']}`;
  };
  const anOwner = () => aCustomer(api(), { onboarding: 'existing', microsoftTenantId: randomUUID() });

  it('the drill shows what is open, who did what, and on what evidence', async () => {
    const path = await take(await anOwner());
    expect((await api().ask('GET', `${path}/drill`)).status).toBe(404);
    const step = { steps: ['mfaForAll'], outcome: 'done', note: 'Conditional access policy CA-7.' };
    expect(await post(`${path}/drill/steps`, step)).toMatchObject({ status: 409 });
    await post(`${path}/drill`, {});
    expect(await post(`${path}/drill`, {})).toMatchObject({ status: 409, body: { code: 'conflict' } });
    const closed = await post(`${path}/drill/steps`, step);
    expect(closed.body['drill'].open).toHaveLength(13);
    await post(`${path}/drill/steps`, {
      steps: ['orphanDisks', 'lowerQuota'],
      outcome: 'waived',
      note: 'No Azure left.',
    });
    const { body } = await api().ask('GET', `${path}/drill`, { as: 'auditor' });
    expect(body['causeFixed']).toBe(false);
    expect(body['steps'].filter(({ state }: { state: string }) => state !== 'open')).toMatchObject([
      { step: 'mfaForAll', state: 'done', by: 'the analyst', evidence: step.note, at: '2026-03-12T09:00:00Z' },
      { step: 'orphanDisks', state: 'waived', evidence: 'No Azure left.' },
      { step: 'lowerQuota', state: 'waived' },
    ]);
    expect(await post(`${path}/drill/steps`, { ...step, steps: ['pray'] })).toMatchObject({ status: 400 });
  });

  it('the credit is counted down from the first fraudulent usage, and a tenant asks once', async () => {
    const customer = await anOwner();
    const path = await take(customer);
    const request = { ticket: 'TrackingID#2603120010001234', filedOn: '2026-03-12' };
    expect(await post(`${path}/credit-request`, request)).toMatchObject({ status: 409 });
    expect(await post(`${path}/first-usage`, { day: '2026-03-13' })).toMatchObject({ status: 422 });
    expect(await post(`${path}/first-usage`, { day: '2023-03-31' })).toMatchObject({ status: 422 });
    const counted = await post(`${path}/first-usage`, { day: '2026-02-10' });
    expect(counted.body['credit']).toEqual({
      firstUsageOn: '2026-02-10',
      lastDay: '2026-04-11',
      daysLeft: 30,
      ticket: null,
      filedOn: null,
      requestedAt: null,
      lapsed: false,
      warnings: ['causeOpen'],
    });
    const requested = await post(`${path}/credit-request`, request);
    expect(requested.body['credit']).toMatchObject({ ...request, warnings: ['causeOpen'] });
    expect(await post(`${path}/first-usage`, { day: '2026-02-11' })).toMatchObject({ status: 409 });

    const second = await take(customer);
    const warned = await post(`${second}/first-usage`, { day: '2026-03-01' });
    expect(warned.body['credit']).toMatchObject({ warnings: ['causeOpen', 'usedForThisTenant'] });
    const refused = await post(`${second}/credit-request`, request);
    expect(refused).toMatchObject({ status: 422, body: { code: 'credit_already_requested' } });
    expect(refused.body['detail']).toContain(path.split('/').at(-1));
  });

  it('a request after the sixtieth day is refused, and the cause counts as fixed when the way in is shut', async () => {
    const path = await take(await anOwner());
    await post(`${path}/first-usage`, { day: '2026-01-10' });
    const late = await post(`${path}/credit-request`, { ticket: 'T-1', filedOn: '2026-03-12' });
    expect(late).toMatchObject({ status: 422, body: { code: 'credit_window_over' } });
    await post(`${path}/drill`, {});
    const shut = ['rotateCredentials', 'mfaForAll', 'evictIntruder', 'disableBadResources'];
    await post(`${path}/drill/steps`, { steps: shut, outcome: 'done', note: 'Seen.' });
    const inTime = await post(`${path}/credit-request`, { ticket: 'T-1', filedOn: '2026-03-11' });
    expect(inTime.status).toBe(200);
    expect(inTime.body['credit']).toMatchObject({ ticket: 'T-1', daysLeft: -1, warnings: [] });
  });
});
