import { createHmac } from 'node:crypto';
import { createTransport } from 'nodemailer';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { type MailboxSimulator, startMailbox } from '../../../simulators/mailbox/start.ts';
import { inbox, type Received } from '../support/inbox.ts';
import { lever } from '../support/levers.ts';

const secret = 'mail-secret';
let hook: Awaited<ReturnType<typeof inbox>>;
let mailbox: MailboxSimulator;
let transport: ReturnType<typeof createTransport>;
beforeAll(async () => {
  hook = await inbox();
  mailbox = await startMailbox({ webhook: { url: hook.url, secret }, firstRetryMs: 20 });
  const { hostname, port } = new URL(mailbox.smtpUrl);
  transport = createTransport({ host: hostname, port: Number(port) });
});
afterEach(() => hook.forget());
afterAll(async () => {
  transport.close();
  await mailbox.stop();
  await hook.stop();
});

const pull = <T = unknown>(method: string, path: string, body?: object) => lever<T>(mailbox.url, method, path, body);
let counter = 0;
async function send(to: string, change: { date?: Date; customer?: string } = {}): Promise<string> {
  counter += 1;
  const messageId = `n${counter}@tenure.example`;
  await transport.sendMail({
    from: 'a@seller.example',
    to,
    messageId: `<${messageId}>`,
    text: 'x',
    subject: 'x',
    ...(change.date === undefined ? {} : { date: change.date }),
    ...(change.customer === undefined ? {} : { headers: { 'X-Tenure-Customer': change.customer } }),
  });
  return messageId;
}

interface Report {
  readonly type: string;
  readonly messageId: string;
  readonly recipient: string;
  readonly at: string;
  readonly reason: string;
  readonly permanent: boolean;
}
const reportOf = (received: Received | undefined): Report => JSON.parse(received?.body ?? 'null');
/** Long enough for a report that should not come to come. */
const silence = () =>
  new Promise((resolve) => {
    setTimeout(resolve, 150);
  });

test('a hard bounce is reported at once, signed over time and body', async () => {
  const messageId = await send('bounce@contoso.example', { date: new Date('2015-01-02T03:04:05Z') });
  const [received] = await hook.first(1);
  expect(reportOf(received)).toMatchObject({
    type: 'bounced',
    messageId,
    recipient: 'bounce@contoso.example',
    at: '2015-01-02T03:04:05.000Z',
    permanent: true,
    reason: expect.stringContaining('5.1.1'),
  });
  const [, t, v1] = /^t=(\d+),v1=([0-9a-f]{64})$/.exec(String(received?.headers['x-mail-signature'])) ?? [];
  expect(v1).toBe(createHmac('sha256', secret).update(`${t}.${received?.body}`).digest('hex'));
  expect(Math.abs(Number(t) - Date.now() / 1000)).toBeLessThan(5);
});

test('addresses and domains bounce as configured, the address before its domain', async () => {
  await pull('POST', 'bounces', { address: '@dead.example', kind: 'hard', reason: '550 gone' });
  await pull('POST', 'bounces', { address: 'Full@dead.example', kind: 'soft' });
  await send('any@dead.example');
  await send('full@dead.example');
  const reports = (await hook.first(2)).map(reportOf);
  expect(reports.map((one) => [one.recipient, one.permanent])).toEqual([
    ['any@dead.example', true],
    ['full@dead.example', false],
  ]);
  expect(reports[0]?.reason).toBe('550 gone');
  await pull('DELETE', 'bounces/@dead.example');
  await send('any@dead.example');
  await silence();
  expect(hook.received).toHaveLength(2);
});

test('what arrives is not reported, unless asked for', async () => {
  await send('jan@contoso.example');
  await silence();
  expect(hook.received).toEqual([]);
  await pull('POST', 'webhook', { url: hook.url, secret, deliveryReports: true });
  const messageId = await send('jan@contoso.example');
  expect(reportOf((await hook.first(1))[0])).toMatchObject({ type: 'delivered', messageId });
  await pull('POST', 'webhook', { url: hook.url, secret, deliveryReports: false });
});

test('a late bounce comes when the customer’s business clock reaches it, dated there', async () => {
  await pull('POST', 'bounces', { address: 'late@contoso.example', kind: 'late', afterMs: 3_600_000 });
  await pull('POST', 'clock', { customerId: 'cus_late', now: '2016-01-01T08:00:00Z' });
  const messageId = await send('late@contoso.example', {
    date: new Date('2016-01-01T08:00:00Z'),
    customer: 'cus_late',
  });
  await pull('POST', 'clock', { customerId: 'cus_late', now: '2016-01-01T08:59:00Z' });
  await silence();
  expect(hook.received).toEqual([]);
  await pull('POST', 'clock', { customerId: 'cus_late', now: '2016-01-20T00:00:00Z' });
  expect(reportOf((await hook.first(1))[0])).toMatchObject({
    type: 'bounced',
    messageId,
    at: '2016-01-01T09:00:00.000Z',
  });
  await pull('POST', 'clock', { customerId: 'cus_late', now: '2016-02-01T00:00:00Z' });
  await silence();
  expect(hook.received).toHaveLength(1);
});

test('a complaint can be reported about any mail that was taken, and about no other', async () => {
  const messageId = await send('jan@contoso.example');
  await pull('POST', 'reports', { type: 'complaint', messageId: `<${messageId}>` });
  expect(reportOf((await hook.first(1))[0])).toMatchObject({
    type: 'complaint',
    messageId,
    recipient: 'jan@contoso.example',
  });
  const unknown = await fetch(`${mailbox.url}/control/reports`, {
    method: 'POST',
    body: JSON.stringify({ type: 'complaint', messageId: 'nobody@x' }),
  });
  expect(unknown.status).toBe(404);
});

test('reports are sent again until they are taken, and twice when told so', async () => {
  hook.answer(500, 200);
  await send('bounce@contoso.example');
  const [first, second] = await hook.first(2);
  expect(second?.body).toBe(first?.body);
  hook.forget();
  await pull('POST', 'faults', { kind: 'webhookDuplicate', match: { eventType: 'bounced' } });
  await send('bounce@contoso.example');
  const twice = await hook.first(2);
  expect(twice[0]?.body).toBe(twice[1]?.body);
});
