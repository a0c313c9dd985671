import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startedMicrosoft } from '../adapters/support/microsoft.ts';
import { startApi } from './support/api.ts';
import { aCustomer } from './support/customers.ts';
import { record } from './support/debt.ts';
import { decidingAtOnce } from './support/living.ts';

let microsoft: Awaited<ReturnType<typeof startedMicrosoft>>;
let partnerCenter: ReturnType<typeof microsoft.client>;
beforeAll(async () => {
  microsoft = await startedMicrosoft();
  partnerCenter = microsoft.client();
});
afterAll(async () => {
  await partnerCenter.close();
  await microsoft.stop();
});

const anApi = () => startApi({ partnerCenter, lifecycle: decidingAtOnce() });
const trading = (tenant: string) => ({ onboarding: 'existing', microsoftTenantId: tenant });

describe('reconciliation', () => {
  it('of one customer takes over what it has at Microsoft, and tells the life at once', async () => {
    const api = await anApi();
    const tenant = randomUUID();
    await microsoft.seed(tenant);
    await microsoft.seed(tenant);
    const customer = await aCustomer(api, trading(tenant));
    const { status, body } = await api.ask('POST', '/v1/reconciliation', { as: 'operator', body: { customer } });
    expect(status).toBe(200);
    expect(body).toEqual({ checked: 1, observed: 2, told: 1, failed: [], differences: [] });
    expect((await api.ask('GET', `/v1/customers/${customer}`)).body).toMatchObject({ service: 'on' });
    const again = await api.ask('POST', '/v1/reconciliation', { as: 'operator', body: { customer } });
    expect(again.body).toMatchObject({ observed: 0, told: 1 });
  });

  it('of the whole book tells only lives that are behind', async () => {
    const api = await anApi();
    const [first, second] = [await aCustomer(api), await aCustomer(api)];
    await record(api, first, Date.now(), ({ today }) => [
      { kind: 'dunning.paused', effectiveOn: today, body: { until: '2099-01-01' } },
    ]);
    const { body } = await api.ask('POST', '/v1/reconciliation', { as: 'operator', body: {} });
    expect(body).toMatchObject({ checked: 2, told: 1, failed: [] });
    expect((await api.ask('GET', `/v1/customers/${second}`)).status).toBe(200);
    const rows = await api.db.selectFrom('audit_event').selectAll().where('kind', '=', 'reconciled').execute();
    expect(rows).toMatchObject([{ chain: 'system', actor: 'the operator', body: { checked: 2, told: 1 } }]);
  });

  it('names rows that are not what the facts say, and leaves them alone', async () => {
    const api = await anApi();
    const tenant = randomUUID();
    await microsoft.seed(tenant);
    const customer = await aCustomer(api, trading(tenant));
    await api.ask('POST', '/v1/reconciliation', { body: { customer } });
    const changed = await api.db
      .updateTable('subscription')
      .set({ quantity: 99 })
      .where('customer_id', '=', customer)
      .returning('id')
      .executeTakeFirstOrThrow();
    const { body } = await api.ask('POST', '/v1/reconciliation', { body: { customer } });
    expect(body['differences']).toEqual([{ customer, table: 'subscription', key: changed.id, what: 'different' }]);
  });

  it('goes on where Microsoft refuses, and says with whom', async () => {
    const api = await anApi();
    const tenant = randomUUID();
    const customer = await aCustomer(api, trading(tenant));
    await microsoft.fault({ kind: 'refuse', code: 400036, match: { tenantId: tenant } });
    const { status, body } = await api.ask('POST', '/v1/reconciliation', { body: { customer } });
    await microsoft.clearFaults();
    expect(status).toBe(200);
    expect(body).toMatchObject({ checked: 1, observed: 0, told: 1, failed: [{ customer, what: 'subscriptions' }] });
  });

  it('is answered again for the same key, and says when a life does not answer', async () => {
    const api = await startApi({ partnerCenter });
    const customer = await aCustomer(api);
    const ask = (body: object) => api.ask('POST', '/v1/reconciliation', { body, key: 'k' });
    const first = await ask({ customer });
    expect(first.body).toMatchObject({ told: 0, failed: [{ customer, what: 'life' }] });
    const second = await ask({ customer });
    expect([second.body, second.headers.get('idempotent-replayed')]).toEqual([first.body, 'true']);
    expect((await ask({})).body).toMatchObject({ status: 422, code: 'idempotency_key_reused' });
  });

  it('is refused for nobody, by the wrong role, and with fields that are none', async () => {
    const api = await anApi();
    const ask = (body: object, as: 'operator' | 'collector' = 'operator') =>
      api.ask('POST', '/v1/reconciliation', { as, body });
    expect((await ask({ customer: 'ext:nobody' })).status).toBe(404);
    expect((await ask({ all: true })).body).toMatchObject({ status: 400, errors: [{ pointer: '/all' }] });
    expect((await ask({}, 'collector')).body).toMatchObject({ status: 403, code: 'role_required' });
  });
});

describe('stuck lifecycles', () => {
  it('are those that have been behind for a while, and say why', async () => {
    let now = Date.now();
    const api = await startApi({ now: () => now });
    const customer = await aCustomer(api);
    const stuck = async () => (await api.ask('GET', '/v1/stuck-lifecycles')).body['items'];
    expect(await stuck()).toEqual([]);
    now += 60_000;
    expect(await stuck()).toMatchObject([
      { customer, workflowId: `customer:${customer}`, why: 'notDelivered', factVersion: 1, assessedVersion: 0 },
    ]);
    await api.db.updateTable('customer').set({ delivered_version: 1 }).where('id', '=', customer).execute();
    expect(await stuck()).toMatchObject([{ customer, why: 'notAssessed' }]);
  });
});
