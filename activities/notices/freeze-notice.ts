import { createHash } from 'node:crypto';
import type { MailAddress, Mailer } from '../../adapters/mail/port.ts';
import type { Trx } from '../../db/database.ts';
import type { Account } from '../../domain/account/account.ts';
import type { Instant } from '../../domain/calendar/day.ts';
import type { NoticeEffect } from '../../domain/decision.ts';
import type { Policy } from '../../domain/policy/policy.ts';
import { seededIds } from '../life/seeded-ids.ts';
import { noticeMaterial } from '../../db/notice-material.ts';
import { writeNotice } from '../../domain/notices/write-notice.ts';

/** A notice that is ready to go: whoever sends it, and however often, sends these bytes. */
export interface FrozenNotice {
  readonly to: string;
  readonly raw: Buffer;
}

export interface NoticeToFreeze {
  readonly customerId: string;
  readonly account: Account;
  readonly policy: Policy;
  readonly effect: NoticeEffect;
  /** Business instant: the date on the message. */
  readonly now: Instant;
  readonly wallNow: Instant;
  readonly from: MailAddress;
}

/**
 * Freezes a notice inside the gate's transaction: one document (bytes and digest) and one Message-ID per effect key
 * (design, rule 5). When the key was frozen before, that document stands. Null: there is nobody to write to.
 */
export async function freezeNotice(
  trx: Trx,
  mailer: Mailer,
  { customerId, account, policy, effect, now, wallNow, from }: NoticeToFreeze,
): Promise<FrozenNotice | null> {
  const known = await frozenNotice(trx, customerId, effect.key);
  if (known !== null) return known;
  const { recipient, facts } = await noticeMaterial(trx, customerId, account, effect);
  if (recipient === null) return null;
  const id = seededIds(`${customerId}/${effect.key}`, now)('ntc');
  const messageId = `${id}@${from.address.slice(from.address.indexOf('@') + 1)}`;
  const { subject, text } = writeNotice(effect, policy, account.traits.locale, facts);
  const to = { address: recipient.email, ...(recipient.name === null ? {} : { name: recipient.name }) };
  const raw = await mailer.compose({
    messageId,
    date: now,
    from,
    to: [to],
    subject,
    text,
    headers: { 'Auto-Submitted': 'auto-generated', 'X-Tenure-Notice': id },
  });
  await trx
    .insertInto('notice')
    .values({
      id,
      customer_id: customerId,
      kind: effect.noticeKind,
      step: effect.step,
      occurrence: effect.occurrence,
      effect_key: effect.key,
      contact_revision: effect.contactRevision,
      message_id: messageId,
      to_address: recipient.email,
      document: raw,
      document_sha256: createHash('sha256').update(raw).digest(),
      state: 'sending',
      sent_at: new Date(now),
      recorded_at: new Date(wallNow),
    })
    .execute();
  return { to: recipient.email, raw };
}

/** The document frozen for this effect key, if any. */
async function frozenNotice(trx: Trx, customerId: string, effectKey: string): Promise<FrozenNotice | null> {
  const row = await trx
    .selectFrom('notice')
    .where('customer_id', '=', customerId)
    .where('effect_key', '=', effectKey)
    .select(['to_address', 'document'])
    .executeTakeFirst();
  return row?.to_address && row.document ? { to: row.to_address, raw: Buffer.from(row.document) } : null;
}
