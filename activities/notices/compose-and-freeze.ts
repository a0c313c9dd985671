import type { MailAddress, Mailer } from '../../adapters/mail/port.ts';
import type { Trx } from '../../db/database.ts';
import { type FrozenNotice, keepNotice } from '../../db/frozen-notices.ts';
import type { Recipient } from '../../db/notice-material.ts';
import type { Instant } from '../../domain/calendar/day.ts';
import type { NoticeKind } from '../../domain/facts/collection-facts.ts';
import { seededIds } from '../life/seeded-ids.ts';

/** A notice in words, and what it is one of. */
export interface NoticeInWords {
  readonly customerId: string;
  readonly kind: NoticeKind;
  readonly step: string;
  readonly occurrence: string;
  readonly effectKey: string;
  readonly contactRevision: number;
  readonly recipient: Recipient;
  readonly subject: string;
  readonly text: string;
  /** Business instant: the date on the message. */
  readonly now: Instant;
  readonly wallNow: Instant;
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
