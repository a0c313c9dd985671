import { createHmac, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { type MailEvent, MailError } from './port.ts';

const body = z.object({
  id: z.string().nullish(),
  permanent: z.boolean().nullish(),
  type: z.enum(['bounced', 'delivered', 'complaint']),
  messageId: z.string().min(1),
  recipient: z.string().min(1),
  at: z.iso.datetime({ offset: true }),
  reason: z.string().nullish(),
});

/** `t=<epoch seconds>,v1=<hex>`; more than one v1 may stand there while a secret is being changed. */
function readHeader(header: string): { readonly time: string; readonly signatures: readonly string[] } | null {
  const parts = header.split(',').map((part) => part.trim().split('='));
  const time = parts.find(([name]) => name === 't')?.[1] ?? '';
  const signatures = parts.flatMap(([name, value]) => (name === 'v1' && value ? [value] : []));
  return /^\d{1,12}$/.test(time) && signatures.length > 0 ? { time, signatures } : null;
}

function equalInConstantTime(left: string, right: string): boolean {
  const [a, b] = [Buffer.from(left, 'utf8'), Buffer.from(right, 'utf8')];
  return a.length === b.length && timingSafeEqual(a, b);
}

/**
 * The event in a webhook of the mail provider: HMAC-SHA256 over `t.body`, hex, with the shared secret. The time is signed
 * as well, so that a recorded event cannot be sent again later than the tolerance.
 *
 * @param now wall time in epoch milliseconds
 * @throws MailError `badSignature`, or `malformed` when a signed body does not have the agreed shape
 */
export function verifyMailWebhook(
  rawBody: Buffer,
  signatureHeader: string,
  secret: string,
  toleranceSeconds: number,
  now: number,
): MailEvent {
  const header = readHeader(signatureHeader);
  if (header === null || secret === '') throw new MailError('badSignature');
  const expected = createHmac('sha256', secret).update(`${header.time}.`).update(rawBody).digest('hex');
  const matches = header.signatures.map((signature) => equalInConstantTime(signature, expected));
  const ageSeconds = Math.abs(now / 1000 - Number(header.time));
  if (!matches.includes(true) || ageSeconds > toleranceSeconds) throw new MailError('badSignature');
  try {
    const { id, type, permanent, messageId, recipient, at, reason } = body.parse(JSON.parse(rawBody.toString('utf8')));
    return Object.freeze({
      id: id ?? null,
      type,
      permanent: permanent ?? true,
      messageId: messageId.replace(/^<|>$/g, ''),
      recipient,
      at: Date.parse(at),
      reason: reason ?? null,
    });
  } catch (cause) {
    throw new MailError('malformed', { cause });
  }
}
