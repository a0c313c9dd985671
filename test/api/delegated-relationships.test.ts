import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { keepStanding } from '../../db/access-standing.ts';
import { endingsDue } from '../../db/relationship-endings.ts';
import { sharedApi, type TestApi } from './support/api.ts';
import { aCustomer } from './support/customers.ts';
import { decidingAtOnce } from './support/living.ts';

const NOW = Date.UTC(2026, 2, 2, 9);
const DAY = 86_400_000;
const hurried: string[] = [];
const theApi = sharedApi({
  lifecycle: decidingAtOnce(() => NOW),
  now: () => NOW,
  hurry: async (round) => {
    hurried.push(round);
  },
});
const READER = 'f2ef992c-3afb-46b9-b7cf-a126ee74c451';
const GLOBAL_ADMINISTRATOR = '62e90394-69f5-4237-9190-012177145e10';
let keys = 0;
const key = () => `relationship-${(keys += 1)}`;

/** A customer with a relationship in force, and one that is over; its log of sign-ins has been read for so many days. */
async function related(api: TestApi, watchedDays = 120) {
  const customer = await aCustomer(api, { onboarding: 'existing', microsoftTenantId: randomUUID() });
  const [standing, over] = [`${randomUUID()}-${randomUUID()}`, `${randomUUID()}-${randomUUID()}`];
  const [activatedAt, endsAt] = [NOW - 200 * DAY, NOW + 165 * DAY];
  const one = { duration: 'P365D', activatedAt, endsAt, autoExtends: false };
  await keepStanding(api.db, customer, {
    readAt: NOW - 3_600_000,
    admins: 1,
    adminsWithoutMfa: [],
    fullAdministrators: [],
    relationships: [
      { ...one, id: standing, status: 'active', roles: [READER, GLOBAL_ADMINISTRATOR] },
      { ...one, id: over, status: 'terminated', roles: [READER] },
    ],
    azureSubscriptions: [],
  });
  const now = new Date(NOW);
  await api.db
    .insertInto('customer_log_mark')
    .values({
      customer_id: customer,
      source: 'signIns',
      scope: '',
      watched_since: new Date(NOW - watchedDays * DAY),
      read_to: now,
      read_at: now,
      kept_days: 30,
      state: 'open',
      looked_at: now,
    })
    .execute();
  return { customer, standing, over };
}
const list = async (api: TestApi, customer: string) =>
  (await api.ask('GET', `/v1/customers/${customer}/delegated-relationships`, { as: 'auditor' })).body['items'];
const ask = (api: TestApi, customer: string, relationship: string, as: 'analyst' | 'collector' = 'analyst') =>
  api.ask('POST', `/v1/customers/${customer}/delegated-relationships/${relationship}/ending`, {
    as,
    key: key(),
    body: { reason: 'Nobody needs it.' },
  });
const decide = (api: TestApi, id: string, decision: string, as: 'analyst' | 'admin' = 'admin') =>
  api.ask('POST', `/v1/relationship-endings/${id}/approval`, { as, key: key(), body: { decision, note: 'Right.' } });

describe('delegated admin relationships', () => {
  it('are shown with the roles that nobody uses, as far as that can be said', async () => {
    const api = theApi();
    const { customer, standing, over } = await related(api);
    expect(await list(api, customer)).toMatchObject([
      {
        id: standing,
        use: 'used',
        lastUsedAt: '2026-03-02T09:00:00Z',
        roles: [
          { name: 'globalReader', unused: false },
          { name: 'globalAdministrator', unused: true },
        ],
        successor: null,
        ending: null,
      },
      { id: over, use: null, roles: [{ unused: false }] },
    ]);
    const lately = await related(api, 30);
    expect((await list(api, lately.customer))[0].roles[1]).toMatchObject({ unused: false });
  });

  it('are used as long as the customer lets us disable accounts, and while a grant is to be given or taken away', async () => {
    const api = theApi();
    const isUnused = async (customer: string) => (await list(api, customer))[0].roles[1].unused;
    const [remedied, granted] = [(await related(api)).customer, (await related(api)).customer];
    const right = async (version: number, may_disable: boolean): Promise<void> => {
      const said = { granted_on: '2026-01-01', recorded_at: new Date(NOW), actor: 'anna', may_delete: false };
      await api.db
        .insertInto('hygiene_remedy_right')
        .values({ customer_id: remedied, version, may_disable, ...said })
        .execute();
    };
    await right(1, true);
    expect(await isUnused(remedied)).toBe(false);
    await right(2, false);
    expect(await isUnused(remedied)).toBe(true);
    const access = { kind: 'directoryRole', role: 'globalReader', principal: randomUUID() };
    const body = { access, endsAt: '2026-03-02T17:00:00Z', reason: 'A migration.' };
    const path = `/v1/customers/${granted}/access-grants`;
    expect(await api.ask('POST', path, { as: 'analyst', key: key(), body })).toMatchObject({ status: 201 });
    expect(await isUnused(granted)).toBe(false);
  });

  it('are ended at the word of two persons, and what is approved is set going', async () => {
    const api = theApi();
    const { customer, standing } = await related(api);
    expect(await ask(api, customer, standing, 'collector')).toMatchObject({ status: 403 });
    const asked = await ask(api, customer, standing);
    expect(asked).toMatchObject({ status: 201, body: { state: 'asked', reason: 'Nobody needs it.', decidedBy: null } });
    expect(await ask(api, customer, standing)).toMatchObject({ status: 409 });
    const id = String(asked.body['id']);
    expect(await decide(api, id, 'approve', 'analyst')).toMatchObject({ status: 403, body: { code: 'four_eyes' } });
    expect(await endingsDue(api.db)).toEqual([]);
    hurried.length = 0;
    const approved = await decide(api, id, 'approve');
    expect(approved.body).toMatchObject({ state: 'approved', decidedBy: 'the admin', note: 'Right.' });
    expect([hurried, await endingsDue(api.db)]).toMatchObject([['duties'], [{ id, relationship: standing }]]);
    expect(await decide(api, id, 'refuse')).toMatchObject({ status: 409 });
    expect((await list(api, customer))[0].ending).toMatchObject({ id, state: 'approved' });
    const audit = await api.ask('GET', `/v1/audit?customer=${customer}&limit=100`, { as: 'auditor' });
    const kinds = (audit.body['items'] as readonly { kind: string }[]).map(({ kind }) => kind);
    expect(kinds.filter((kind) => kind.startsWith('access.'))).toEqual(['access.endingAsked', 'access.endingApproved']);
  });

  it('are left where the second person refuses, and none is ended that is not in force with this customer', async () => {
    const api = theApi();
    const { customer, standing, over } = await related(api);
    const other = await related(api);
    for (const relationship of [over, other.standing, 'nonsense'])
      expect(await ask(api, customer, relationship)).toMatchObject({ status: 404 });
    const id = String((await ask(api, customer, standing)).body['id']);
    expect((await decide(api, id, 'refuse')).body).toMatchObject({ state: 'refused', decidedBy: 'the admin' });
    expect(await ask(api, customer, standing)).toMatchObject({ status: 201 });
    expect((await api.ask('GET', `/v1/relationship-endings/${id}`, { as: 'auditor' })).body).toMatchObject({ id });
  });
});
