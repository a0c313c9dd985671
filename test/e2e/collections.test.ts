import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openOutside, type Outside } from '../../adapters/from-configuration.ts';
import { type AskOptions, startApi, type TestApi } from '../api/support/api.ts';
import { stranger } from '../api/support/customers.ts';
import { type House, openHouse } from '../support/house.ts';
import { testLog } from '../support/workflow-machinery.ts';

const pln = (amount: string) => ({ amount, currency: 'PLN' });
const terms = { paymentDays: 14, acceptedOn: '2026-01-02', suspensionClause: true, minimumNoticeDays: 7 };

let house: House;
let outside: Outside;
let api: TestApi;
let closeApi: () => Promise<void>;

beforeAll(async () => {
  house = await openHouse();
  outside = openOutside(house.configuration, testLog, undefined);
  const { database, lifecycle, clocks: clockMover } = house;
  const { partnerCenter } = outside;
  api = await startApi({ database, lifecycle: () => lifecycle, clockMover, partnerCenter }, (close) => {
    closeApi = close;
  });
});
afterAll(async () => {
  await closeApi();
  await outside.close();
  await house.close();
});

const post = async (path: string, body: object, more: AskOptions = {}) => {
  const answer = await api.ask('POST', path, { key: randomUUID(), body, ...more });
  expect(answer.body, `POST ${path}`).not.toHaveProperty('code');
  return answer.body;
};
const get = async (path: string) => (await api.ask('GET', path)).body;
const advance = (customer: string, to: string) => post(`/v1/customers/${customer}/clock/advance`, { to });

/** An existing customer on 5 January 2026, 07:00, with one subscription at Microsoft that it has taken over. */
async function moveIn(): Promise<string> {
  const tenant = randomUUID();
  await fetch(`${house.addresses.microsoft}/control/tenants/${tenant}/subscriptions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      offerId: 'CFQ7TTC0LH18:0001:CFQ7TTC0K18P',
      quantity: 5,
      termDuration: 'P3Y',
      autoRenewEnabled: true,
      startsOn: '2026-01-05',
    }),
  });
  const { id } = await post('/v1/customers', {
    ...stranger(),
    onboarding: 'existing',
    legalStatus: 'company',
    terms,
    microsoftTenantId: tenant,
    clock: 'test',
    startAt: '2026-01-05T06:00:00Z',
  });
  expect(await post('/v1/reconciliation', { customer: id })).toMatchObject({ observed: 1, told: 1, failed: [] });
  return String(id);
}

const owe = (customer: string, amount: string, dueOn: string) =>
  post('/v1/invoices', {
    customer,
    number: `FV/${randomUUID()}`,
    issuedOn: '2026-01-05',
    dueOn,
    currency: 'PLN',
    total: pln(amount),
  });

test('what next-steps foretells is what happens: letters, suspension, and all of it is told', async () => {
  const customer = await moveIn();
  await owe(customer, '1240.00', '2026-01-19');
  const foretold = (await get(`/v1/customers/${customer}/next-steps?until=2026-02-20`))['items'];
  expect(foretold.map(({ step }: { step: string }) => step)).toEqual([
    'courtesy',
    'reminder-1',
    'reminder-2',
    'warning',
    'suspend',
  ]);
  await advance(customer, '2026-02-20T06:00:00Z');
  const notices = (await get(`/v1/notices?customer=${customer}&kind=dunning`))['items'];
  expect(notices.map(({ step, state }: Record<string, string>) => `${step} ${state}`)).toEqual(
    ['courtesy', 'reminder-1', 'reminder-2', 'warning'].map((step) => `${step} delivered`),
  );
  for (const [index, { sentAt }] of notices.entries()) {
    expect(Math.abs(Date.parse(sentAt) - Date.parse(foretold[index].at)), `${index}`).toBeLessThan(60_000);
  }
  expect(await get(`/v1/customers/${customer}`)).toMatchObject({ phase: 'suspended', service: 'off' });
  const told = (await get(`/v1/customers/${customer}/timeline?limit=200`))['items'];
  const warning = told.find(
    ({ kind, summary }: Record<string, string>) => kind === 'notice.accepted' && summary?.includes('warning'),
  );
  expect(warning.links).toEqual({ notice: `/v1/notices/${notices[3].id}` });
  expect(told.map(({ summary }: { summary: string }) => summary)).toEqual(
    expect.arrayContaining(['subscription suspended', 'debt hold on the account']),
  );
}, 90_000);

test('a fraud hold keeps service off after the debt is paid, and only its own release brings it back', async () => {
  const customer = await moveIn();
  await owe(customer, '1240.00', '2026-01-19');
  const hold = await post(
    `/v1/customers/${customer}/holds`,
    { reason: 'fraud', scope: 'account', note: 'Mining' },
    { as: 'analyst' },
  );
  await expect.poll(() => get(`/v1/customers/${customer}`)).toMatchObject({ service: 'off', phase: 'active' });
  await post('/v1/payments', {
    customer,
    amount: pln('1240.00'),
    method: 'bankTransfer',
    receivedOn: '2026-01-05',
    externalId: randomUUID(),
  });
  await advance(customer, '2026-02-20T06:00:00Z');
  expect(await get(`/v1/customers/${customer}`)).toMatchObject({ service: 'off', balance: { open: pln('0.00') } });
  await post(`/v1/holds/${hold['id']}/release`, { note: 'False alarm' }, { as: 'analyst' });
  await expect
    .poll(() => get(`/v1/customers/${customer}`), { timeout: 10_000 })
    .toMatchObject({ service: 'on', holds: [] });
}, 90_000);

test('a promise holds the ladder, and broken it goes on; a dispute that is accepted ends it', async () => {
  const customer = await moveIn();
  const invoice = await owe(customer, '1240.00', '2026-01-19');
  await advance(customer, '2026-01-23T06:00:00Z');
  const promise = await post(
    `/v1/customers/${customer}/promises`,
    { amount: pln('1240.00'), dueOn: '2026-02-10' },
    { as: 'collector' },
  );
  await advance(customer, '2026-02-12T06:00:00Z');
  const steps = async () =>
    (await get(`/v1/notices?customer=${customer}`))['items'].map(({ step }: { step: string }) => step);
  expect(await steps()).toEqual(['courtesy', 'reminder-1']);
  await advance(customer, '2026-02-16T06:00:00Z');
  expect((await get(`/v1/promises/${promise['id']}`))['state']).toBe('broken');
  expect(await steps()).toEqual(['courtesy', 'reminder-1', 'reminder-2']);
  const dispute = await post(`/v1/customers/${customer}/disputes`, {
    invoice: invoice['id'],
    amount: pln('1240.00'),
    reason: 'Never ordered',
  });
  const resolved = await post(`/v1/disputes/${dispute['id']}/resolution`, { outcome: 'accepted', note: 'True' });
  expect(resolved).toMatchObject({ state: 'accepted', customer: { phase: 'active' } });
  await advance(customer, '2026-03-20T06:00:00Z');
  expect(await steps()).toEqual(['courtesy', 'reminder-1', 'reminder-2']);
}, 90_000);

test('the history of every run can be had, and every chain verifies', async () => {
  const customer = await moveIn();
  const history = await get(`/v1/customers/${customer}/history`);
  expect(history).toMatchObject({ workflowId: `customer:${customer}`, runs: [{ runId: expect.any(String) }] });
  expect(history['runs'][0].history.events[0].eventType).toBe('EVENT_TYPE_WORKFLOW_EXECUTION_STARTED');
  expect(await get('/v1/audit/verification')).toMatchObject({ intact: true, firstBroken: null });
});

test('an activated version reaches every life at once', async () => {
  const customer = await moveIn();
  await owe(customer, '1240.00', '2026-01-19');
  const { document } = await get('/v1/policies/standard/versions/1');
  const steps = document.steps.map((step: { key: string }) =>
    step.key === 'courtesy' ? { ...step, after: { days: -7, from: 'due' } } : step,
  );
  await post('/v1/policies/standard/versions', { ...document, steps });
  const before = (await get(`/v1/customers/${customer}`))['nextStep'];
  await post('/v1/policies/standard/versions/2/activation', { openCases: 'migrate' });
  const after = (await get(`/v1/customers/${customer}`))['nextStep'];
  expect([before.at, after.at]).toEqual(['2026-01-16T07:00:00Z', '2026-01-12T07:00:00Z']);
}, 60_000);
