import { randomBytes, randomUUID } from 'node:crypto';
import { MockActivityEnvironment } from '@temporalio/testing';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { tellDataLosses } from '../../../activities/subscriptions/tell-data-losses.ts';
import { createMailer, type Mailer } from '../../../adapters/index.ts';
import { erasePersonalData } from '../../../db/profiles.ts';
import { keepTerms, type SeenTerm } from '../../../db/subscription-terms.ts';
import { newId } from '../../../domain/ids.ts';
import { type MailboxSimulator, startMailbox } from '../../../simulators/mailbox/start.ts';
import { sharedApi, type TestApi } from '../../api/support/api.ts';
import { aCustomer } from '../../api/support/customers.ts';

const DAY = 86_400_000;
/** The data of a term that ended on 30 June 2026 are gone on 29 October. */
const THIRTY_AHEAD = Date.parse('2026-09-29T09:00:00Z');

const theApi = sharedApi();
let api: TestApi;
let mailbox: MailboxSimulator;
let mailer: Mailer;
let wall = THIRTY_AHEAD;
beforeAll(async () => {
  api = theApi();
  mailbox = await startMailbox({});
  const { hostname, port } = new URL(mailbox.smtpUrl);
  mailer = createMailer({
    host: hostname,
    port: Number(port),
    requireTls: false,
    webhookSecret: 'x',
    silenceMs: 2_000,
  });
});
afterAll(async () => {
  mailer.close();
  await mailbox.stop();
});

const round = async (): Promise<void> => {
  const deps = {
    db: api.db,
    mailer,
    mailFrom: { address: 'care@partner.example' },
    wallNow: () => wall,
    newId: (prefix: Parameters<typeof newId>[0]) => newId(prefix, { now: Date.now(), random: randomBytes(10) }),
    log: pino({ level: 'silent' }),
  };
  await new MockActivityEnvironment().run(() => tellDataLosses(deps));
};
const reader = () => `${randomUUID()}@fabrikam.example`;
const contact = (email: string) => ({ locale: 'en', contacts: [{ role: 'billing', name: 'Jan', email }] });
const keep = async (customer: string, more: Partial<SeenTerm> = {}): Promise<string> => {
  const microsoftId = randomUUID();
  const term = { microsoftId, commerce: 'new', actual: 'suspended', autoRenew: true, endsOn: '2026-06-30' } as const;
  await keepTerms(api.db, customer, [{ ...term, ...more }], { today: '2026-06-20', wallNow: wall });
  return microsoftId;
};
const arrived = async (to: string): Promise<readonly string[]> => {
  const reply = await fetch(`${mailbox.url}/messages?to=${encodeURIComponent(to)}`, {
    headers: { accept: 'application/json' },
  });
  const { items }: { items: { subject: string }[] } = JSON.parse(await reply.text());
  return items.map(({ subject }) => subject);
};
const fault = async (body: object): Promise<void> => {
  const reply = await fetch(`${mailbox.url}/control/faults`, { method: 'POST', body: JSON.stringify(body) });
  expect(reply.ok).toBe(true);
};
const notices = async (customer: string) =>
  await api.db
    .selectFrom('notice')
    .select(['step', 'state'])
    .where('customer_id', '=', customer)
    .orderBy('id')
    .execute();
const tasks = async (customer: string) =>
  await api.db.selectFrom('task').select(['what', 'key']).where('customer_id', '=', customer).execute();

describe('a customer whose data will be lost', () => {
  it('is told 30 and 7 days ahead, once each, and not before, after, or about what goes on', async () => {
    const to = reader();
    const customer = await aCustomer(api, contact(to));
    await keep(customer);
    await keep(customer, { actual: 'active', endsOn: '2027-06-30' });
    wall = THIRTY_AHEAD - DAY;
    await round();
    expect(await arrived(to)).toEqual([]);
    const told = 'Your data will be lost on 2026-10-29';
    for (const [days, letters] of [
      [0, 1],
      [1, 1],
      [22, 1],
      [23, 2],
      [24, 2],
      [30, 2],
    ] as const) {
      wall = THIRTY_AHEAD + days * DAY;
      await round();
      expect(await arrived(to)).toEqual(Array.from({ length: letters }, () => told));
    }
    expect(await notices(customer)).toEqual([
      { step: 'dataLoss-30', state: 'accepted' },
      { step: 'dataLoss-7', state: 'accepted' },
    ]);
    expect(await tasks(customer)).toEqual([]);
  });

  it('who cannot be written to, or whose letter is refused for good, is a task, once', async () => {
    wall = THIRTY_AHEAD;
    const [erased, to] = [await aCustomer(api, contact(reader())), reader()];
    await api.db.transaction().execute((trx) => erasePersonalData(trx, erased, Date.now()));
    const moved = await aCustomer(api, contact(to));
    const lost = new Map([
      [erased, await keep(erased)],
      [moved, await keep(moved)],
    ]);
    await fault({ kind: 'reject', match: { to } });
    await round();
    await round();
    for (const [customer, microsoftId] of lost) {
      const key = `dataLossNotTold/${microsoftId}/2026-10-29/30`;
      expect(await tasks(customer)).toEqual([{ what: 'dataLossNotTold', key }]);
    }
    expect([await notices(erased), await notices(moved)]).toEqual([[], [{ step: 'dataLoss-30', state: 'failed' }]]);
    expect(await arrived(to)).toEqual([]);
  });

  it('gets the same letter by the next round when the relay was away, and under legacy terms counts from the suspension', async () => {
    const to = reader();
    const customer = await aCustomer(api, contact(to));
    await keep(customer, { commerce: 'legacy', endsOn: '2027-06-30' });
    wall = Date.parse('2026-08-19T09:00:00Z');
    await fault({ kind: 'temporary', match: { to } });
    await round();
    expect(await notices(customer)).toEqual([{ step: 'dataLoss-30', state: 'sending' }]);
    await round();
    expect(await arrived(to)).toEqual(['Your data will be lost on 2026-09-18']);
    expect(await notices(customer)).toEqual([{ step: 'dataLoss-30', state: 'accepted' }]);
  });
});
