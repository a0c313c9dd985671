import { createHmac } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { verifyMailWebhook } from '../../../adapters/mail/mail-webhook.ts';

const secret = 'whsec_mail';
const now = Date.parse('2026-11-22T12:00:00Z');
const seconds = now / 1000;
const event = {
  type: 'delivered',
  messageId: '<m@x.example>',
  recipient: 'a@x.example',
  at: '2026-11-22T11:59:58Z',
  reason: null,
};
const signature = (body: string, at: number, key = secret) =>
  createHmac('sha256', key).update(`${at}.${body}`, 'utf8').digest('hex');
const verify = (body: string, header: string, at = now) =>
  verifyMailWebhook(Buffer.from(body), header, secret, 300, at);
const body = JSON.stringify(event);
const kind = (name: string): unknown => expect.objectContaining({ kind: name });

describe('a mail webhook', () => {
  test('that is signed is read', () => {
    expect(verify(body, `t=${seconds},v1=${signature(body, seconds)}`)).toEqual({
      id: null,
      type: 'delivered',
      permanent: true,
      messageId: 'm@x.example',
      recipient: 'a@x.example',
      at: Date.parse('2026-11-22T11:59:58Z'),
      reason: null,
    });
  });

  test('may carry an old and a new signature while the secret changes', () => {
    const header = `t=${seconds}, v1=${signature(body, seconds, 'old')}, v1=${signature(body, seconds)}`;
    expect(verify(body, header).type).toBe('delivered');
  });

  test.each([
    ['another body', `t=${seconds},v1=${signature('{}', seconds)}`],
    ['another secret', `t=${seconds},v1=${signature(body, seconds, 'other')}`],
    ['a time that was not signed', `t=${seconds + 1},v1=${signature(body, seconds)}`],
    ['no signature', `t=${seconds}`],
    ['no time', `v1=${signature(body, seconds)}`],
    ['another scheme', `t=${seconds},v0=${signature(body, seconds)}`],
    ['a signature cut short', `t=${seconds},v1=${signature(body, seconds).slice(0, 10)}`],
    ['nothing at all', ''],
  ])('with %s is refused', (_what, header) => {
    expect(() => verify(body, header)).toThrow(kind('badSignature'));
  });

  test('is refused when it is older than the tolerance, or from the future', () => {
    const header = `t=${seconds},v1=${signature(body, seconds)}`;
    expect(verify(body, header, now + 300_000).type).toBe('delivered');
    expect(() => verify(body, header, now + 301_000)).toThrow(kind('badSignature'));
    expect(() => verify(body, header, now - 301_000)).toThrow(kind('badSignature'));
  });

  test('is refused by an installation without a secret, whatever it is signed with', () => {
    const header = `t=${seconds},v1=${signature(body, seconds, '')}`;
    expect(() => verifyMailWebhook(Buffer.from(body), header, '', 300, now)).toThrow(kind('badSignature'));
  });

  test('that is signed and has another shape is malformed', () => {
    for (const wrong of ['not json', '{}', JSON.stringify({ ...event, type: 'opened' })]) {
      expect(() => verify(wrong, `t=${seconds},v1=${signature(wrong, seconds)}`)).toThrow(kind('malformed'));
    }
  });
});
