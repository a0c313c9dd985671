import { createServer } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { createMailer, MailError, type MailMessage, type Mailer } from '../../../adapters/index.ts';
import { type MailboxSimulator, startMailbox } from '../../../simulators/mailbox/start.ts';
import { refusalOf } from '../support/refusal.ts';
import { webhookInbox } from '../support/webhook-inbox.ts';

const webhookSecret = 'whsec_mail_test';
let mailbox: MailboxSimulator;
let inbox: Awaited<ReturnType<typeof webhookInbox>>;
let mailer: Mailer;

const mailerAt = (smtpUrl: string, own: object = {}) => {
  const { hostname, port } = new URL(smtpUrl);
  return createMailer({ host: hostname, port: Number(port), requireTls: false, webhookSecret, silenceMs: 500, ...own });
};

beforeAll(async () => {
  inbox = await webhookInbox();
  mailbox = await startMailbox({ webhook: { url: inbox.url, secret: webhookSecret }, firstRetryMs: 20 });
  mailer = mailerAt(mailbox.smtpUrl);
});
afterEach(() => control('DELETE', '/faults'));
afterAll(async () => {
  mailer.close();
  await mailbox.stop();
  await inbox.stop();
});

async function control(method: string, path: string, body?: object): Promise<void> {
  const reply = await fetch(`${mailbox.url}/control${path}`, {
    method,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  if (!reply.ok) throw new Error(`control ${method} ${path}: ${reply.status} ${await reply.text()}`);
}

async function arrivedAt(recipient: string): Promise<readonly { messageId: string; subject: string }[]> {
  const reply = await fetch(`${mailbox.url}/messages?to=${encodeURIComponent(recipient)}`, {
    headers: { accept: 'application/json' },
  });
  const { items }: { items: { messageId: string; subject: string }[] } = JSON.parse(await reply.text());
  return items;
}

const reminder = (to: string): MailMessage => ({
  messageId: `reminder-1.${to}`,
  date: Date.parse('2026-11-22T08:00:00Z'),
  from: { name: 'Księgowość', address: 'billing@partner.example' },
  to: [{ name: 'Żółć Sp. z o.o.', address: to }],
  subject: 'Przypomnienie o płatności: 1 240,00 PLN',
  text: 'Prosimy o zapłatę.\n\nDziękujemy',
  html: '<p>Prosimy o zapłatę.</p>',
  headers: { 'Auto-Submitted': 'auto-generated' },
});

async function sendTo(recipient: string, through: Mailer = mailer) {
  const raw = await through.compose(reminder(recipient));
  return through.send({ envelope: { from: 'bounces@partner.example', to: [recipient] }, raw });
}

describe('a message', () => {
  test('has the same bytes whenever it is composed, and another when it is another', async () => {
    const [first, second] = [
      await mailer.compose(reminder('a@x.example')),
      await mailer.compose(reminder('a@x.example')),
    ];
    expect(first.equals(second)).toBe(true);
    const text = first.toString('latin1');
    expect(text).toContain('Message-ID: <reminder-1.a@x.example>\r\n');
    expect(text).toContain('Date: Sun, 22 Nov 2026 08:00:00 +0000\r\n');
    expect(text).toMatch(/^[\t\r\n\x20-\x7e]*$/);
    expect(text).not.toMatch(/[^\r]\n/);
    const another = await mailer.compose({ ...reminder('a@x.example'), messageId: 'reminder-2.a@x.example' });
    expect(another.equals(first)).toBe(false);
  });

  test('cannot smuggle in a header through its subject', async () => {
    const attack = { ...reminder('a@x.example'), subject: 'x\r\nBcc: victim@x.example' };
    expect((await mailer.compose(attack)).toString('latin1')).not.toMatch(/^Bcc:/im);
  });
});

describe('sending', () => {
  test('is accepted with the relay’s own line, and the very bytes arrive', async () => {
    const receipt = await sendTo('anna@customer.example');
    expect(receipt).toEqual({ accepted: true, response: expect.stringMatching(/^250 /), rejected: [] });
    expect(await arrivedAt('anna@customer.example')).toMatchObject([
      { messageId: 'reminder-1.anna@customer.example', subject: 'Przypomnienie o płatności: 1 240,00 PLN' },
    ]);
  });

  test('to an unknown mailbox is rejected for good', async () => {
    await control('POST', '/faults', { kind: 'reject', match: { to: 'gone@customer.example' } });
    const error = await refusalOf(MailError, sendTo('gone@customer.example'));
    expect(error).toMatchObject({ kind: 'rejected', smtpCode: 550, response: expect.stringContaining('No such user') });
    expect(error.message).not.toContain('gone@');
  });

  test('that the relay puts off is temporary, and goes through later', async () => {
    await control('POST', '/faults', { kind: 'temporary', match: { to: 'busy@customer.example' } });
    expect(await refusalOf(MailError, sendTo('busy@customer.example'))).toMatchObject({
      kind: 'temporary',
      smtpCode: 451,
    });
    expect((await sendTo('busy@customer.example')).accepted).toBe(true);
  });

  test('whose answer is lost after the message was taken is doubtful, and is not repeated by itself', async () => {
    await control('POST', '/faults', { kind: 'lostAnswer', match: { to: 'lost@customer.example' } });
    expect(await refusalOf(MailError, sendTo('lost@customer.example'))).toMatchObject({
      kind: 'doubtful',
      smtpCode: null,
    });
    expect(await arrivedAt('lost@customer.example')).toHaveLength(1);
  });

  test('whose connection dies before the message is taken is doubtful too: nobody here can know', async () => {
    await control('POST', '/faults', { kind: 'timeoutBefore', match: { to: 'before@customer.example' } });
    expect(await refusalOf(MailError, sendTo('before@customer.example'))).toMatchObject({ kind: 'doubtful' });
    expect(await arrivedAt('before@customer.example')).toHaveLength(0);
  });

  test('that waits too long for the answer is doubtful', async () => {
    await control('POST', '/faults', { kind: 'latency', ms: 1_500, match: { to: 'slow@customer.example' } });
    expect(await refusalOf(MailError, sendTo('slow@customer.example'))).toMatchObject({ kind: 'doubtful' });
  });

  test('where nobody listens is temporary', async () => {
    const closed = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => {
      closed.once('listening', resolve);
    });
    const address = closed.address();
    await new Promise((resolve) => {
      closed.close(resolve);
    });
    if (address === null || typeof address === 'string') throw new Error('no port');
    const lonely = mailerAt(`smtp://127.0.0.1:${address.port}`);
    expect(await refusalOf(MailError, sendTo('anna@customer.example', lonely))).toMatchObject({
      kind: 'temporary',
      smtpCode: null,
    });
    lonely.close();
  });

  test('to a relay without TLS is temporary where TLS is required: the bytes do not go out in the clear', async () => {
    const careful = mailerAt(mailbox.smtpUrl, { requireTls: true });
    expect(await refusalOf(MailError, sendTo('careful@customer.example', careful))).toMatchObject({
      kind: 'temporary',
    });
    expect(await arrivedAt('careful@customer.example')).toHaveLength(0);
    careful.close();
  });

  test('many messages at once all arrive, over the pool', async () => {
    const recipients = Array.from({ length: 30 }, (_, index) => `many${index}@pool.example`);
    const receipts = await Promise.all(recipients.map((recipient) => sendTo(recipient)));
    expect(receipts.every(({ accepted }) => accepted)).toBe(true);
  });
});

test('a bounce comes back as a signed event about this very message', async () => {
  await sendTo('bounce@customer.example');
  const [webhook] = await inbox.first(1);
  const signature = webhook?.headers['x-mail-signature'];
  if (webhook === undefined || typeof signature !== 'string') throw new Error('no signature');
  expect(mailer.verifyWebhook(webhook.body, signature)).toEqual({
    id: expect.stringMatching(/^evt_/),
    type: 'bounced',
    permanent: true,
    messageId: 'reminder-1.bounce@customer.example',
    recipient: 'bounce@customer.example',
    at: Date.parse('2026-11-22T08:00:00Z'),
    reason: expect.stringContaining('550'),
  });
  const tampered = Buffer.from(webhook.body.toString('utf8').replace('bounce@', 'another@'));
  expect(() => mailer.verifyWebhook(tampered, signature)).toThrow(expect.objectContaining({ kind: 'badSignature' }));
});
