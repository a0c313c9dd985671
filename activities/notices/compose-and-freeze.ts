import type { MailAddress, Mailer } from '../../adapters/mail/port.ts';
import type { Trx } from '../../db/database.ts';
import { type FrozenNotice, keepNotice, type NoticeToKeep } from '../../db/frozen-notices.ts';
import type { Recipient } from '../../db/notice-material.ts';
import { seededIds } from '../life/seeded-ids.ts';

/** A notice in words, and to whom it goes. */
export interface NoticeInWords extends NoticeToKeep {
  readonly recipient: Recipient;
  readonly subject: string;
  readonly text: string;
}

/**
 * Composes a notice and freezes it: one document (bytes and digest) and one Message-ID for its key (design, rule 5). The caller
 * has looked that none is frozen.
 */
export async function composeAndFreeze(
  trx: Trx,
  { mailer, mailFrom }: { readonly mailer: Mailer; readonly mailFrom: MailAddress },
  { recipient, subject, text, ...about }: NoticeInWords,
): Promise<FrozenNotice> {
  const { customerId, effectKey, now } = about;
  const notice = seededIds(`${customerId}/${effectKey}`, now)('ntc');
  const messageId = `${notice}@${mailFrom.address.slice(mailFrom.address.indexOf('@') + 1)}`;
  const raw = await mailer.compose({
    messageId,
    date: now,
    from: mailFrom,
    to: [{ address: recipient.email, ...(recipient.name === null ? {} : { name: recipient.name }) }],
    subject,
    text,
    headers: { 'Auto-Submitted': 'auto-generated', 'X-Tenure-Notice': notice },
  });
  const frozen: FrozenNotice = { notice, to: recipient.email, raw };
  await keepNotice(trx, { ...frozen, ...about, messageId });
  return frozen;
}
