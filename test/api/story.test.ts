import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { timelinePage } from '../../contracts/timeline.ts';
import { startApi, type TestApi } from './support/api.ts';
import { aCustomer } from './support/customers.ts';
import { freshId, owes, record } from './support/debt.ts';
import { decidingAtOnce } from './support/living.ts';

/** Monday 2 March 2026, 10:00 in Warsaw. */
const NOW = Date.UTC(2026, 2, 2, 9);
const HOUR = 3_600_000;
const TERMS = { paymentDays: 14, acceptedOn: '2026-01-02', suspensionClause: true, minimumNoticeDays: 7 };
const trading = { onboarding: 'existing', legalStatus: 'company', terms: TERMS };
const anApi = () => startApi({ lifecycle: decidingAtOnce(() => NOW), now: () => NOW });

/** A letter as the worker leaves it behind. */
async function aNotice(api: TestApi, customer: string, step: string, acceptedHoursAgo: number | null): Promise<string> {
  const id = freshId('ntc');
  const acceptedAt = acceptedHoursAgo === null ? null : new Date(NOW - acceptedHoursAgo * HOUR);
  await api.db
    .insertInto('notice')
    .values({
      id,
      customer_id: customer,
      kind: 'dunning',
      step,
      occurrence: '1.1',
      effect_key: `notice/dunning/${step}/1.1`,
      contact_revision: 1,
      message_id: `${id}@tenure.example`,
      to_address: 'anna@contoso.example',
      document: Buffer.from('letter'),
      document_sha256: createHash('sha256').update('letter').digest(),
      state: acceptedAt === null ? 'sending' : 'accepted',
      sent_at: new Date(NOW),
      accepted_at: acceptedAt,
      recorded_at: new Date(NOW),
    })
    .execute();
  return id;
}

describe('notices', () => {
  it('are listed oldest first, delivered also when the bounce window has passed without a bounce', async () => {
    const api = await anApi();
    const customer = await aCustomer(api, trading);
    const first = await aNotice(api, customer, 'reminder-1', 25);
    const second = await aNotice(api, customer, 'reminder-2', 23);
    const third = await aNotice(api, customer, 'warning', null);
    const list = async (query: string) =>
      (await api.ask('GET', `/v1/notices?customer=${customer}${query}`)).body['items'];
    expect(await list('')).toMatchObject([
      { id: first, step: 'reminder-1', state: 'delivered', deliveredAt: '2026-03-02T08:00:00Z', channel: 'email' },
      { id: second, step: 'reminder-2', state: 'accepted', deliveredAt: null, to: ['anna@contoso.example'] },
      { id: third, step: 'warning', state: 'sending' },
    ]);
    const ids = async (query: string) => (await list(query)).map((notice: { id: string }) => notice.id);
    expect(await ids('&state=delivered')).toEqual([first]);
    expect(await ids('&state=accepted')).toEqual([second]);
    expect(await ids('&state=sending&kind=dunning')).toEqual([third]);
    expect(await ids('&kind=prepayment')).toEqual([]);
    expect((await api.ask('GET', `/v1/notices/${first}`)).body).toMatchObject({ state: 'delivered', customer });
    expect((await api.ask('GET', '/v1/notices/ntc_x')).status).toBe(404);
    expect((await api.ask('GET', '/v1/notices?state=lost')).status).toBe(400);
  });

  it('can be read before they are sent, and nothing is sent', async () => {
    const api = await anApi();
    const customer = await aCustomer(api, { ...trading, locale: 'en' });
    await owes(api, customer, 124_000n, '2026-02-09', NOW);
    const preview = (step: string, as: 'collector' | 'analyst' = 'collector') =>
      api.ask('POST', `/v1/customers/${customer}/notices/${step}/preview`, { as });
    const reminder = await preview('reminder-1');
    expect(reminder.status).toBe(200);
    expect(reminder.body).toMatchObject({ step: 'reminder-1', locale: 'en' });
    expect(reminder.body['to'][0]).toMatch(/@fabrikam\.example$/);
    expect(reminder.body['subject'].replaceAll(/\s/gu, ' ')).toBe('Reminder: PLN 1,240.00 is overdue');
    expect((await preview('warning')).body['text']).toContain('suspended on 2026-03-09');
    expect(await api.db.selectFrom('notice').select('id').execute()).toEqual([]);
    expect((await preview('suspend')).body).toMatchObject({ status: 422, code: 'unknown_step' });
    expect((await preview('courtesy')).body).toMatchObject({ status: 422, code: 'nothing_owed' });
    expect((await preview('reminder-1', 'analyst')).status).toBe(403);
  });
});

describe('notes and tasks', () => {
  it('a note is kept and decides nothing', async () => {
    const api = await anApi();
    const customer = await aCustomer(api);
    const before = (await api.ask('GET', `/v1/customers/${customer}`)).headers.get('etag');
    const path = `/v1/customers/${customer}/notes`;
    const made = await api.ask('POST', path, { as: 'collector', body: { text: 'Calls back\nafter Easter' } });
    expect(made.status).toBe(201);
    expect(made.body).toMatchObject({ text: 'Calls back\nafter Easter', by: 'the collector' });
    await api.ask('POST', path, { as: 'collector', body: { text: 'Called back' } });
    const { items } = (await api.ask('GET', path)).body;
    expect(items.map((note: { text: string }) => note.text)).toEqual(['Called back', 'Calls back\nafter Easter']);
    expect((await api.ask('GET', `/v1/notes/${made.body['id']}`)).body).toMatchObject({
      customer,
      by: 'the collector',
    });
    expect((await api.ask('GET', `/v1/customers/${customer}`)).headers.get('etag')).toBe(before);
    expect((await api.ask('POST', path, { body: { text: '' } })).body).toMatchObject({
      errors: [{ pointer: '/text' }],
    });
    expect((await api.ask('POST', path, { as: 'auditor', body: { text: 'x' } })).status).toBe(403);
  });

  it('a task is listed until somebody closes it, once', async () => {
    const api = await anApi();
    const customer = await aCustomer(api, trading);
    const task = freshId('tsk');
    await record(api, customer, NOW, ({ today }) => [
      { kind: 'task.opened', effectiveOn: today, body: { task, key: 'call/1.1', what: 'call' } },
    ]);
    const open = async () => (await api.ask('GET', `/v1/tasks?customer=${customer}&open=true`)).body['items'];
    expect(await open()).toMatchObject([{ id: task, what: 'call', open: true, closedAt: null, note: null }]);
    const close = (as: 'collector' | 'auditor') =>
      api.ask('POST', `/v1/tasks/${task}/closure`, { as, body: { note: 'They will pay on Friday' } });
    expect((await close('auditor')).status).toBe(403);
    expect((await close('collector')).body).toMatchObject({ open: false, note: 'They will pay on Friday' });
    expect(await open()).toEqual([]);
    expect((await close('collector')).body).toMatchObject({ status: 409, code: 'conflict' });
    expect((await api.ask('POST', '/v1/tasks/tsk_x/closure', { body: {} })).status).toBe(404);
  });
});

describe('the timeline', () => {
  it('tells what happened, newest first, with the reasons that people gave', async () => {
    const api = await anApi();
    const customer = await aCustomer(api, trading);
    const invoice = await owes(api, customer, 124_000n, '2026-01-19', NOW);
    const dunning = `/v1/customers/${customer}/dunning`;
    await api.ask('POST', `${dunning}/pause`, {
      as: 'collector',
      body: { until: '2026-03-16', reason: 'The bookkeeper is ill' },
    });
    await api.ask('POST', `${dunning}/resume`, { as: 'collector', body: { reason: 'She is back' } });
    await api.ask('POST', `${dunning}/resume`, { as: 'collector', body: { reason: 'Again' } });
    const dispute = await api.ask('POST', `/v1/customers/${customer}/disputes`, {
      as: 'collector',
      body: { invoice, amount: { amount: '40.00', currency: 'PLN' }, reason: 'One seat too many' },
    });
    const resolution = { outcome: 'accepted', note: 'They are right' };
    const path = `/v1/disputes/${dispute.body['id']}`;
    await api.ask('POST', `${path}/resolution`, { as: 'collector', key: 'k', body: resolution });
    const { items } = timelinePage.parse((await api.ask('GET', `/v1/customers/${customer}/timeline?limit=200`)).body);
    const told = items.map(
      ({ summary, reason, actor }) => `${actor}: ${summary}${reason === null ? '' : ` – ${reason}`}`,
    );
    expect(told).toEqual(
      expect.arrayContaining([
        'the collector: asked to pause dunning until 2026-03-16 – The bookkeeper is ill',
        'the collector: asked to resume dunning – She is back',
        'life: refused to resume dunning – Again',
        'the collector: asked to dispute 40.00 PLN – One seat too many',
        'the collector: 40.00 PLN disputed – One seat too many',
        'the collector: dispute accepted – They are right',
        'the collector: dispute accepted: credit of 40.00 PLN',
        'life: not done: reminder-1 – paused (2026-03-16)',
        'life: to do: reminder-1 1.1',
        'life: decided: phase dunning, service none',
      ]),
    );
    const found = items.find(({ kind }) => kind === 'dispute.resolved');
    expect(found?.links).toEqual({ dispute: path });
    expect(items.map(({ recordedAt }) => recordedAt)).toEqual(
      items.map(({ recordedAt }) => recordedAt).toSorted((a, b) => b - a),
    );
  });

  it('is paged by a cursor, without gap or repetition', async () => {
    const api = await anApi();
    const customer = await aCustomer(api, trading);
    await owes(api, customer, 1_000n, '2026-02-10', NOW);
    const whole = (await api.ask('GET', `/v1/customers/${customer}/timeline?limit=200`)).body['items'];
    const paged: object[] = [];
    for (let cursor = ''; ; ) {
      const { items, nextCursor } = (await api.ask('GET', `/v1/customers/${customer}/timeline?limit=2${cursor}`)).body;
      paged.push(...items);
      if (nextCursor === null) break;
      cursor = `&cursor=${nextCursor}`;
    }
    expect(paged).toEqual(whole);
    expect((await api.ask('GET', `/v1/customers/${customer}/timeline?cursor=xx`)).body).toMatchObject({
      code: 'invalid_cursor',
    });
  });
});

describe('next steps', () => {
  it('are what will happen if nothing changes, and begin with the customer’s own next step', async () => {
    const api = await anApi();
    const customer = await aCustomer(api, trading);
    await owes(api, customer, 124_000n, '2026-03-02', NOW);
    await api.ask('POST', '/v1/reconciliation', { body: { customer } });
    const steps = async (query: string) => await api.ask('GET', `/v1/customers/${customer}/next-steps${query}`);
    const { items } = (await steps('?until=2026-04-30')).body;
    expect(items.map(({ at, kind, step }: Record<string, string>) => `${at} ${kind} ${step}`)).toEqual([
      '2026-03-02T09:00:00Z notice courtesy',
      '2026-03-05T07:00:00Z notice reminder-1',
      '2026-03-12T07:00:00Z notice reminder-2',
      '2026-03-19T07:00:00Z notice warning',
      '2026-03-26T07:00:00Z suspend suspend',
    ]);
    const { nextStep } = (await api.ask('GET', `/v1/customers/${customer}`)).body;
    expect(items[0]).toEqual(nextStep);
    expect((await steps('?until=2026-03-13')).body['items']).toHaveLength(3);
    expect((await steps('')).body['items']).toHaveLength(5);
    expect((await steps('?until=2026-03-02')).body).toMatchObject({ status: 422, code: 'day_has_passed' });
    expect((await steps('?until=2036-03-02')).body).toMatchObject({ status: 400, errors: [{ pointer: 'until' }] });
    expect((await steps('?till=2026-03-13')).status).toBe(400);
  });
});
