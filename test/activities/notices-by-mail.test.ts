import { createHash, randomUUID } from 'node:crypto';
import { MockActivityEnvironment } from '@temporalio/testing';
import { pino } from 'pino';
import { beforeAll, describe, expect, it } from 'vitest';
import type { ActivityDeps } from '../../activities/deps.ts';
import { tendMailbox } from '../../activities/notice-mailbox/tend-mailbox.ts';
import { takeMail } from '../../activities/notice-mailbox/take-mail.ts';
import { takeAlert } from '../../activities/security/take-alert.ts';
import type { NoticeMailbox } from '../../adapters/notice-mailbox/port.ts';
import { meaningOf } from '../../adapters/partner-center/errors.ts';
import { PartnerCenterError } from '../../adapters/partner-center/partner-center-error.ts';
import { readMime } from '../../adapters/notice-mailbox/read-mime.ts';
import { newId } from '../../domain/ids.ts';
import { sharedApi, type TestApi } from '../api/support/api.ts';
import { aCustomer } from '../api/support/customers.ts';
import { letterOfMicrosoft } from '../../simulators/microsoft/mail/letter-of-microsoft.ts';

const theApi = sharedApi();
let api: TestApi;
beforeAll(() => {
  api = theApi();
});

const deps = () => ({
  db: api.db,
  wallNow: Date.now,
  newId: (prefix: Parameters<typeof newId>[0]) =>
    newId(prefix, { now: Date.now(), random: createHash('sha256').update(randomUUID()).digest().subarray(0, 10) }),
  noticeMailbox: null,
  log: pino({ level: 'silent' }),
});
const arrives = async (letter: Parameters<typeof letterOfMicrosoft>[0], receivedAt = Date.now() - 60_000) => {
  const document = letterOfMicrosoft(letter);
  return await takeMail(deps(), { id: randomUUID(), receivedAt }, { document, mail: await readMime(document) });
};
const latestMail = async () =>
  (await api.ask('GET', '/v1/notice-mails?limit=200', { as: 'auditor' })).body['items'].at(-1);
const casesOf = async (customer: string) =>
  (await api.ask('GET', `/v1/security-cases?customer=${customer}`, { as: 'analyst' })).body['items'];
const openTasks = async (what: string) =>
  (await api.ask('GET', '/v1/partner-tasks?open=true&limit=200')).body['items'].filter(
    (task: { what: string }) => task.what === what,
  );
const withTenant = async (): Promise<{ customer: string; tenant: string }> => {
  const tenant = randomUUID();
  return { customer: await aCustomer(api, { onboarding: 'existing', microsoftTenantId: tenant }), tenant };
};
const raised = async (tenant: string, subscription: string, guid: string) =>
  await takeAlert(deps(), {
    id: `${subscription}_${guid}`,
    occurrence: `${subscription}/${guid}`,
    way: 'graph',
    customerTenantId: tenant,
    azureSubscriptionId: subscription,
    alertType: 'mining',
    confidence: 'unknown',
    displayName: '',
    severity: 'high',
    status: 'active',
    verdict: null,
    detectedAt: Date.now(),
    isTest: false,
    affectedResources: [],
  });
const day = (ahead: number): string => new Date(Date.now() + ahead * 86_400_000).toISOString().slice(0, 10);

describe('a notice of Microsoft’s by mail', () => {
  it('becomes a case with its stated deadline and category, and the same notice again becomes nothing', async () => {
    const { customer, tenant } = await withTenant();
    const [subject, messageId] = ['Action required: Acceptable Use Policy violation', `${randomUUID()}@microsoft.com`];
    const text = `Tenant ID: ${tenant}. Spam was sent. You must respond by ${day(5)}.`;
    expect(await arrives({ subject, text, messageId })).toBe(true);
    const [found, ...others] = await casesOf(customer);
    expect(others).toEqual([]);
    expect(found).toMatchObject({
      kind: 'aup',
      source: 'mail',
      severity: 'medium',
      category: 'spam',
      state: 'received',
    });
    expect(found.deadlines.at(-1)).toEqual({ what: 'answer', at: `${day(6)}T00:00:00Z`, met: null });
    expect(await arrives({ subject, text, messageId })).toBe(false);
    expect(await arrives({ subject: `Reminder: ${subject}`, text })).toBe(false);
    expect(await latestMail()).toMatchObject({ outcome: 'repeated', cases: [found.id] });
    expect((await casesOf(customer))[0].evidence).toHaveLength(found.evidence.length);
    // Another letter about the same joins it.
    expect(await arrives({ subject, text: `${text} This is our second letter: by ${day(3)}.` })).toBe(true);
    const [joined, ...more] = await casesOf(customer);
    expect([joined.id, more, joined.deadlines.at(-1).at]).toEqual([found.id, [], `${day(4)}T00:00:00Z`]);
  });

  it('about an alert that is known joins that case; one that comes first is joined by the alert', async () => {
    const { customer, tenant } = await withTenant();
    const [subscription, guid] = [randomUUID(), randomUUID()];
    await raised(tenant, subscription, guid);
    const text = `Subscription ID: ${subscription} Alert ID: ${guid}: crypto mining.`;
    await arrives({ subject: 'Azure security alert', text: `Tenant ID: ${tenant} ${text}` });
    const kinds = ({ evidence }: { evidence: readonly { kind: string }[] }) => evidence.map(({ kind }) => kind);
    const [first, ...others] = await casesOf(customer);
    expect([others, kinds(first)]).toEqual([
      [],
      ['case.received', 'case.alertLinked', 'case.noticeLinked', 'case.categorised'],
    ]);

    const second = await withTenant();
    const [sub, alert] = [randomUUID(), randomUUID()];
    await arrives({ subject: 'Azure security alert', text: `Tenant ID: ${second.tenant} Subscription ID: ${sub}` });
    await raised(second.tenant, sub, alert);
    const [joined, ...none] = await casesOf(second.customer);
    expect([none, kinds(joined)]).toEqual([[], ['case.received', 'case.noticeLinked', 'case.alertLinked']]);
    await raised(second.tenant, randomUUID(), randomUUID());
    expect(await casesOf(second.customer)).toHaveLength(2);
  });

  it('about money is a task for finance, which only finance closes', async () => {
    await arrives({ subject: 'You have used 85% of your credit limit', text: 'Your available credit is low.' });
    const [task] = await openTasks('creditLimitNotice');
    expect(task).toMatchObject({ for: 'finance', subject: (await latestMail()).id });
    const close = (as: 'analyst' | 'finance') =>
      api.ask('POST', `/v1/partner-tasks/${task.id}/closure`, { as, body: { note: 'Paid.' } });
    expect(await close('analyst')).toMatchObject({ status: 403, body: { code: 'role_required' } });
    expect(await close('finance')).toMatchObject({ status: 200, body: { closedBy: 'the finance', note: 'Paid.' } });
    expect(await close('finance')).toMatchObject({ status: 409, body: { code: 'conflict' } });
    expect(await openTasks('creditLimitNotice')).toEqual([]);
  });

  it('that is doubtful, unclassed or about a stranger is a task within the hour of its coming', async () => {
    const receivedAt = Date.now() - 600_000;
    const { customer, tenant } = await withTenant();
    const text = `Tenant ID: ${tenant}, respond by ${day(2)}`;
    await arrives({ subject: 'Acceptable Use Policy violation', text, authentication: null }, receivedAt);
    expect(await latestMail()).toMatchObject({
      genuineness: 'doubtful',
      findings: ['notAuthenticated'],
      outcome: 'task',
    });
    expect(await casesOf(customer)).toEqual([]);
    // Somebody has looked, and answers for it: what the mail says counts.
    const taken = {
      customer,
      kind: 'aup',
      severity: 'medium',
      source: 'mail',
      receivedAt: new Date(receivedAt).toISOString(),
      summary: 'Microsoft has confirmed it by telephone.',
      mail: (await latestMail()).id,
    };
    expect((await api.ask('POST', '/v1/security-cases', { as: 'analyst', body: taken })).status).toBeLessThan(300);
    expect((await casesOf(customer))[0].deadlines.at(-1).at).toBe(`${day(3)}T00:00:00Z`);
    const again = await api.ask('POST', '/v1/security-cases', { as: 'analyst', body: taken });
    expect(again).toMatchObject({ status: 409, body: { code: 'conflict' } });
    await arrives({ subject: 'Join us', text: 'At Ignite.' }, receivedAt);
    await arrives({ subject: 'Acceptable Use Policy violation', text: `Tenant ID: ${randomUUID()}` }, receivedAt);
    for (const what of ['doubtfulMail', 'unclassedMail', 'mailOfUnknownCustomer']) {
      const [task] = await openTasks(what);
      expect(task).toMatchObject({ for: 'analyst' });
      expect(Date.parse(task.dueAt) - receivedAt).toBe(3_600_000);
      expect(Date.parse(task.openedAt)).toBeLessThan(Date.parse(task.dueAt));
    }
  });

  it('that is forged is kept with what speaks against it, opens nothing, and takes no genuine one’s place', async () => {
    const { customer, tenant } = await withTenant();
    const messageId = `${randomUUID()}@microsoft.com`;
    const letter = { subject: 'Acceptable Use Policy violation', text: `Tenant ID: ${tenant}`, messageId };
    const tasks = (await api.ask('GET', '/v1/partner-tasks?limit=200')).body['items'].length;
    await arrives({ ...letter, from: 'Microsoft <azure-noreply@rnicrosoft.com>' });
    expect(await latestMail()).toMatchObject({
      genuineness: 'forged',
      findings: ['lookAlikeSender'],
      outcome: 'recorded',
    });
    const whole = await api.ask('GET', `/v1/notice-mails/${(await latestMail()).id}`, { as: 'analyst' });
    expect(whole.body).toMatchObject({ sender: 'azure-noreply@rnicrosoft.com', subject: letter.subject });
    const seen = await api.ask('GET', '/v1/audit?kind=mail.seen', { as: 'auditor' });
    expect(seen.body['items']).toMatchObject([
      { actor: 'the analyst', body: { mail: whole.body['id'], role: 'analyst' } },
    ]);
    expect((await api.ask('GET', '/v1/partner-tasks?limit=200')).body['items']).toHaveLength(tasks);
    expect(await casesOf(customer)).toEqual([]);
    expect(await arrives(letter)).toBe(true);
    expect(await casesOf(customer)).toHaveLength(1);
  });

  it('is kept as it came, can be erased and not changed, and leaves ids and codes in the audit', async () => {
    const { id } = await latestMail();
    const content = api.db.selectFrom('notice_mail_content').where('mail_id', '=', id);
    const { document, sha256 } = await content.selectAll().executeTakeFirstOrThrow();
    expect(
      createHash('sha256')
        .update(Buffer.from(document ?? []))
        .digest()
        .equals(Buffer.from(sha256)),
    ).toBe(true);
    const set = (columns: { document: Buffer | null }) =>
      api.db.updateTable('notice_mail_content').set(columns).where('mail_id', '=', id).execute();
    await expect(set({ document: Buffer.from('other') })).rejects.toThrow('erased or left as it is');
    await set({ document: null });
    const audit = await api.ask('GET', '/v1/audit?kind=mail.forged', { as: 'auditor' });
    expect(audit.body['items'][0].body).toEqual({
      mail: expect.stringMatching(/^eml_/),
      outcome: 'recorded',
      genuineness: 'forged',
      findings: ['lookAlikeSender'],
      noticeClass: 'aup',
      cases: [],
    });
    expect((await api.ask('GET', '/v1/audit/verification', { as: 'auditor' })).body).toMatchObject({ intact: true });
  });

  it('that comes twice at once is one case: the second transaction is given up', async () => {
    const { customer, tenant } = await withTenant();
    const letter = { subject: 'Acceptable Use Policy violation', text: `Tenant ID: ${tenant} twice` };
    const taken = await Promise.allSettled([arrives(letter), arrives(letter)]);
    expect(taken.filter(({ status }) => status === 'fulfilled').length).toBeGreaterThan(0);
    expect(await casesOf(customer)).toHaveLength(1);
  });
});

describe('the round over the mailbox', () => {
  const tended = async (mailbox: Partial<NoticeMailbox>, wallNow = Date.now()) => {
    const noticeMailbox = { address: `${randomUUID()}@partner.example`, receivingHost: null, ...mailbox };
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- all that this round works with
    const all = { ...deps(), noticeMailbox, wallNow: () => wallNow } as unknown as ActivityDeps;
    return {
      report: await new MockActivityEnvironment().run(() => tendMailbox(all)),
      later: (ms: number) => tendMailbox({ ...all, wallNow: () => wallNow + ms }),
    };
  };
  const unreachable = async (): Promise<never> => {
    throw new PartnerCenterError(meaningOf(503, null), {});
  };

  it('says so where no mailbox is configured, and reads nothing', async () => {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- all that this round works with
    expect(await tendMailbox(deps() as unknown as ActivityDeps)).toEqual({ looked: 0, woken: 0 });
  });

  it('sounds an alarm when the mailbox is silent for half an hour, once a day', async () => {
    const { report, later } = await tended({ list: unreachable, read: unreachable });
    expect([report, await openTasks('mailboxSilent')]).toEqual([{ looked: 0, woken: 0 }, []]);
    await later(1_800_000);
    await later(1_900_000);
    expect(await openTasks('mailboxSilent')).toMatchObject([{ for: 'operator' }, { for: 'operator' }]);
  });

  it('takes what it can when one mail cannot be read, and makes a task of that one within its hour', async () => {
    const document = letterOfMicrosoft({ subject: 'You have used 70% of your credit limit', text: '' });
    const [bad, good, receivedAt] = [randomUUID(), randomUUID(), Date.now() - 2_400_000];
    const { report } = await tended({
      list: async (folder) => (folder === 'inbox' ? [bad, good].map((id) => ({ id, receivedAt })) : []),
      read: async (id) => (id === bad ? await unreachable() : { document, mail: await readMime(document) }),
    });
    expect(report).toEqual({ looked: 2, woken: 1 });
    const [task] = await openTasks('mailNotTaken');
    expect([task.key, Date.parse(task.dueAt) - receivedAt]).toEqual([`mailNotTaken/${bad}`, 3_600_000]);
    expect(await openTasks('creditLimitNotice')).toHaveLength(1);
  });
});
