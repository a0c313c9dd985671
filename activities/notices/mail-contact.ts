import type { Instant } from '../../domain/calendar/day.ts';
import type { ActivityDeps } from '../deps.ts';
import { sendNotice } from './send-notice.ts';

export type ContactDeps = Pick<ActivityDeps, 'mailer' | 'mailFrom' | 'securityContacts'>;

/** A mail to our own people. Ids, coded words and instants only: what it is about is read behind a sign-in. */
export interface ContactMail {
  readonly whom: 'contact' | 'deputy';
  /** Names the occasion: the same one gives the same bytes. */
  readonly id: string;
  readonly date: Instant;
  readonly subject: string;
  readonly lines: readonly string[];
}

/**
 * Writes to the security contact or to the deputy. @returns whether the relay took it; false where nobody is named
 * @throws MailError while the relay is away
 */
export async function mailContact(
  { mailer, mailFrom, securityContacts }: ContactDeps,
  { whom, id, date, subject, lines }: ContactMail,
): Promise<boolean> {
  const address = securityContacts[whom];
  if (address === null) return false;
  const host = mailFrom.address.split('@').at(-1) ?? 'localhost';
  const raw = await mailer.compose({
    messageId: `${id}@${host}`,
    date,
    from: mailFrom,
    to: [{ address }],
    subject,
    text: [...lines, ''].join('\n'),
    headers: { 'Auto-Submitted': 'auto-generated' },
  });
  return (await sendNotice(mailer, mailFrom.address, { to: address, raw })).kind === 'accepted';
}
