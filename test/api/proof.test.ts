import { describe, expect, it } from 'vitest';
import { startApi } from './support/api.ts';
import { aCustomer } from './support/customers.ts';
import { owes } from './support/debt.ts';
import { decidingAtOnce } from './support/living.ts';
import type { Lifecycle } from '../../api/lifecycle.ts';

/** Monday 2 March 2026, 10:00 in Warsaw. */
const NOW = Date.UTC(2026, 2, 2, 9);
const anApi = (more: object = {}) => startApi({ lifecycle: decidingAtOnce(() => NOW), now: () => NOW, ...more });
const kinds = (body: Readonly<Record<string, unknown>>) =>
  (body['items'] as readonly { readonly kind: string }[]).map(({ kind }) => kind);

describe('the audit', () => {
  it('shows every event with its hashes, chained, by customer', async () => {
    const api = await anApi();
    const customer = await aCustomer(api, { onboarding: 'existing' });
    await aCustomer(api);
    const { status, body } = await api.ask('GET', `/v1/audit?customer=${customer}`, { as: 'auditor' });
    expect(status).toBe(200);
    expect(kinds(body).slice(0, 3)).toEqual(['customer.registered', 'policy.assigned', 'decision']);
    const events = body['items'];
    expect(new Set(events.map((event: { chain: string }) => event.chain))).toEqual(new Set([customer]));
    for (const [index, event] of events.entries()) {
      expect(event.hash).toMatch(/^[0-9a-f]{64}$/);
      if (index > 0) expect(event.previousHash).toBe(events[index - 1].hash);
    }
  });

  it('is filtered by actor, kind and time, and paged without growing under the reader', async () => {
    const api = await anApi();
    const customer = await aCustomer(api, { onboarding: 'existing' });
    await owes(api, customer, 1_000n, '2026-02-02', NOW);
    const ask = async (query: string) => (await api.ask('GET', `/v1/audit?customer=${customer}&${query}`)).body;
    expect(kinds(await ask('kind=invoice.issued'))).toEqual(['invoice.issued']);
    expect(kinds(await ask('actor=test'))).toEqual(['invoice.issued']);
    expect((await ask('from=2026-03-03T00:00:00Z'))['items']).toEqual([]);
    expect((await ask('to=2026-03-02T00:00:00Z'))['items']).toEqual([]);
    const seen: string[] = [];
    for (let cursor = ''; ; ) {
      const page = await ask(`limit=2${cursor}`);
      seen.push(...kinds(page));
      if (page['nextCursor'] === null) break;
      cursor = `&cursor=${page['nextCursor']}`;
    }
    expect(seen.filter((kind) => kind === 'audit.read')).toHaveLength(5);
  });

  it('remembers who read it', async () => {
    const api = await anApi();
    const customer = await aCustomer(api);
    await api.ask('GET', `/v1/audit?customer=${customer}&kind=decision`, { as: 'auditor' });
    await api.ask('GET', '/v1/audit', { as: 'auditor' });
    const rows = await api.db.selectFrom('audit_event').selectAll().where('kind', '=', 'audit.read').execute();
    expect(rows.map(({ chain, actor, body }) => ({ chain, actor, body }))).toEqual([
      { chain: customer, actor: 'the auditor', body: { role: 'auditor', kind: 'decision' } },
      { chain: 'system', actor: 'the auditor', body: { role: 'auditor' } },
    ]);
  });

  it('remembers who saw personal data, once a person and day', async () => {
    const api = await anApi();
    const customer = await aCustomer(api);
    const other = await aCustomer(api);
    for (const as of ['collector', 'collector', 'auditor'] as const)
      await api.ask('GET', `/v1/customers/${customer}`, { as });
    await api.ask('GET', `/v1/customers/${other}`, { as: 'collector' });
    await api.ask('GET', '/v1/customers', { as: 'finance' });
    const rows = await api.db.selectFrom('audit_event').selectAll().where('kind', '=', 'personalData.read').execute();
    const seen = rows.map(({ chain, body }) => `${chain} ${String(body['role'])}`).toSorted((a, b) => (a < b ? -1 : 1));
    const expected = [`${customer} auditor`, `${customer} collector`, `${other} collector`];
    expect(seen).toEqual(expected.toSorted((a, b) => (a < b ? -1 : 1)));
  });

  it('is verified, and the first broken link is named', async () => {
    const api = await anApi();
    const customer = await aCustomer(api);
    const intact = await api.ask('GET', '/v1/audit/verification', { as: 'auditor' });
    expect(intact.body).toMatchObject({ intact: true, firstBroken: null });
    await api.db.updateTable('customer').set({ audit_seq: 0 }).where('id', '=', customer).execute();
    const broken = await api.ask('GET', '/v1/audit/verification', { as: 'auditor' });
    expect(broken.body).toMatchObject({ intact: false, firstBroken: { chain: customer } });
    const rows = await api.db.selectFrom('audit_event').selectAll().where('kind', '=', 'audit.verified').execute();
    expect(rows.map((row) => row.body)).toMatchObject([{ broken: 0 }, { broken: 1 }]);
  });

  it('refuses a cursor of another list and a day for an instant', async () => {
    const api = await anApi();
    expect((await api.ask('GET', '/v1/audit?cursor=abc')).body).toMatchObject({ status: 400, code: 'invalid_cursor' });
    expect((await api.ask('GET', '/v1/audit?from=2026-03-02')).body).toMatchObject({ status: 400, code: 'malformed' });
    expect((await api.ask('GET', '/v1/audit?customer=ext:nobody')).status).toBe(404);
  });
});

describe('the history', () => {
  it('holds every run, and that it was read is in the customer’s chain', async () => {
    const runs = [{ runId: 'r1', history: { events: [] } }];
    const lifecycle = (): Lifecycle => ({
      changed: async () => 'pending',
      history: async () => runs,
      reachable: async () => true,
    });
    const api = await startApi({ lifecycle, now: () => NOW });
    const customer = await aCustomer(api);
    const { body } = await api.ask('GET', `/v1/customers/${customer}/history`, { as: 'auditor' });
    expect(body).toEqual({ workflowId: `customer:${customer}`, customer, runs });
    const { body: audit } = await api.ask('GET', `/v1/audit?customer=${customer}&kind=history.read`);
    expect(audit['items']).toMatchObject([{ actor: 'the auditor', body: { role: 'auditor', runs: 1 } }]);
    expect((await api.ask('GET', '/v1/customers/cus_x/history')).status).toBe(404);
  });
});
