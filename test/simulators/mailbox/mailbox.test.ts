import { createTransport, type SendMailOptions } from 'nodemailer';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { type MailboxSimulator, startMailbox } from '../../../simulators/mailbox/start.ts';
import { eventually, lever } from '../support/levers.ts';

let mailbox: MailboxSimulator;
let transport: ReturnType<typeof transportTo>;
beforeAll(async () => {
  mailbox = await startMailbox({});
  transport = transportTo(mailbox.smtpUrl);
});
afterEach(async () => {
  await lever(mailbox.url, 'DELETE', 'faults');
  await lever(mailbox.url, 'DELETE', 'messages');
});
afterAll(async () => {
  transport.close();
  await mailbox.stop();
});

interface Message {
  readonly id: string;
  readonly messageId: string;
  readonly subject: string;
  readonly to: readonly string[];
}

function transportTo(url: string) {
  const { hostname, port } = new URL(url);
  return createTransport({ host: hostname, port: Number(port), pool: true, maxConnections: 2, maxMessages: Infinity });
}

const send = (change: SendMailOptions = {}) =>
  transport.sendMail({
    from: 'Windykacja <ksiegowosc@seller.example>',
    to: 'Jan Żółć <jan@contoso.example>',
    subject: 'Przypomnienie o płatności — faktura 12',
    text: 'Prosimy o zapłatę 1 240,00 zł.',
    html: '<p>Prosimy o zapłatę <b>1 240,00 zł</b>.</p>',
    ...change,
  });
const get = async <T>(path: string): Promise<T> => JSON.parse(await (await fetch(`${mailbox.url}${path}`)).text());
const list = async (query = '') => (await get<{ items: Message[] }>(`/messages${query}`)).items;
const ids = (messages: readonly Message[]) => messages.map((one) => one.messageId);
const refusal = (work: Promise<unknown>): Promise<{ responseCode?: number; code?: string }> =>
  work.then(
    () => {
      throw new Error('it was taken');
    },
    (error: unknown) => Object(error),
  );

test('a mail is kept with all that a reader needs, and its bytes', async () => {
  const date = new Date('2014-03-02T08:00:00Z');
  await send({ messageId: '<cus_1.reminder.1@tenure.example>', date, headers: { 'X-Tenure-Customer': 'cus_1' } });
  const [summary] = await list();
  expect(summary).toMatchObject({
    messageId: 'cus_1.reminder.1@tenure.example',
    from: 'ksiegowosc@seller.example',
    to: ['jan@contoso.example'],
    subject: 'Przypomnienie o płatności — faktura 12',
    date: date.toISOString(),
    headers: { 'x-tenure-customer': 'cus_1' },
  });
  const whole = await get<object>(`/messages/${summary?.id}`);
  expect(whole).toMatchObject({
    text: 'Prosimy o zapłatę 1 240,00 zł.',
    html: expect.stringContaining('<b>1 240,00 zł</b>'),
  });
  const raw = await (await fetch(`${mailbox.url}/messages/${summary?.id}/raw`)).text();
  expect(raw).toContain('Message-ID: <cus_1.reminder.1@tenure.example>\r\n');
});

test('mails are found by recipient, message id, time of receipt and number', async () => {
  await send({ to: 'a@contoso.example', messageId: '<one@x>' });
  await send({ to: ['a@contoso.example', 'B@Contoso.Example'], cc: 'c@contoso.example', messageId: '<two@x>' });
  expect(ids(await list('?to=A@contoso.example'))).toEqual(['one@x', 'two@x']);
  expect(ids(await list('?to=b@contoso.example'))).toEqual(['two@x']);
  expect(ids(await list('?to=c@contoso.example'))).toEqual(['two@x']);
  expect(ids(await list('?messageId=%3Cone@x%3E'))).toEqual(['one@x']);
  expect(ids(await list('?order=newest&limit=1'))).toEqual(['two@x']);
  const [first] = await list();
  expect(ids(await list(`?after=${first?.id}`))).toEqual(['two@x']);
  expect(await list(`?since=${new Date(Date.now() + 60_000).toISOString()}`)).toEqual([]);
  expect(ids(await list(`?since=${new Date(Date.now() - 60_000).toISOString()}`))).toHaveLength(2);
  expect((await fetch(`${mailbox.url}/messages?since=yesterday`)).status).toBe(400);
  expect((await fetch(`${mailbox.url}/messages/999999`)).status).toBe(404);
});

test('a second copy of a notice is a second mail with the same bytes', async () => {
  const mail = { messageId: '<twice@x>', date: new Date('2026-01-01T00:00:00Z'), html: '' };
  await send(mail);
  await send(mail);
  const copies = await list('?messageId=twice@x');
  expect(copies).toHaveLength(2);
  const raws = await Promise.all(
    copies.map(async (one) => (await fetch(`${mailbox.url}/messages/${one.id}/raw`)).text()),
  );
  expect(raws[0]).toBe(raws[1]);
  expect(await (await fetch(`${mailbox.url}/mail/${copies[0]?.id}`)).text()).toContain('2 copies');
});

test('the pages show the mail and run nothing of it', async () => {
  await send({ subject: '<script>alert(1)</script>', html: '<script>alert(2)</script><p>Hello</p>' });
  const [mail] = await list();
  const page = await fetch(`${mailbox.url}/?to=jan@contoso.example`);
  const html = await page.text();
  expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
  expect(html).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
  expect(html).not.toContain('<script>');
  const one = await (await fetch(`${mailbox.url}/mail/${mail?.id}`)).text();
  expect(one).toContain('<iframe sandbox title="The mail as HTML" srcdoc="&lt;script&gt;alert(2)');
  expect(one).not.toContain('<script>');
});

test('a recipient can be refused for good or for now, so often as said', async () => {
  const at = { match: { to: 'jan@contoso.example' } };
  await lever(mailbox.url, 'POST', 'faults', { kind: 'reject', ...at });
  expect((await refusal(send())).responseCode).toBe(550);
  await lever(mailbox.url, 'POST', 'faults', { kind: 'temporary', times: 2, ...at });
  expect((await refusal(send())).responseCode).toBe(451);
  await send({ to: 'somebody@else.example' });
  expect((await refusal(send())).responseCode).toBe(451);
  await send();
  expect((await list()).map((one) => one.to[0])).toEqual(['somebody@else.example', 'jan@contoso.example']);
});

test('a lost answer leaves the mail taken; a connection that dies earlier does not', async () => {
  await lever(mailbox.url, 'POST', 'faults', { kind: 'lostAnswer', match: { to: '@contoso.example' } });
  await refusal(send({ messageId: '<lost@x>' }));
  expect(await list('?messageId=lost@x')).toHaveLength(1);
  await lever(mailbox.url, 'POST', 'faults', { kind: 'timeoutBefore', match: { subject: 'early' } });
  await refusal(send({ messageId: '<early@x>', subject: 'early' }));
  expect(await list('?messageId=early@x')).toEqual([]);
  const { items } = await lever<{ items: object[] }>(mailbox.url, 'GET', 'requests');
  expect(items.slice(-2)).toMatchObject([
    { method: 'MAIL', requestId: 'lost@x', status: null, performed: 250, fault: 'lostAnswer' },
    { method: 'MAIL', status: null, performed: null, fault: 'timeoutBefore' },
  ]);
});

test('a slow mailbox is slow', async () => {
  await lever(mailbox.url, 'POST', 'faults', { kind: 'latency', ms: 150 });
  const before = Date.now();
  await send();
  expect(Date.now() - before).toBeGreaterThanOrEqual(145);
});

test('it takes hundreds of mails without growing slow', async () => {
  const html = `<p>${'Prosimy o zapłatę. '.repeat(150)}</p>`;
  const batch = async (): Promise<number> => {
    const before = performance.now();
    await Promise.all(Array.from({ length: 150 }, (_, i) => send({ to: `c${i}@many.example`, html })));
    return 150 / ((performance.now() - before) / 1000);
  };
  await batch();
  const first = await batch();
  // A stall of the machine slows one batch; a search through all that was kept would slow each one after the other.
  const later = [await batch(), await batch()];
  expect(Math.max(...later)).toBeGreaterThan(first / 4);
  expect((await list('?to=c7@many.example')).length).toBe(4);
});

test('two mailboxes know nothing of each other', async () => {
  const other = await startMailbox({});
  try {
    await send();
    await eventually(async () => ((await list()).length === 1 ? true : undefined));
    expect(JSON.parse(await (await fetch(`${other.url}/messages`)).text()).items).toEqual([]);
  } finally {
    await other.stop();
  }
});
