import type { MailAddress, Mailer } from '../../adapters/mail/port.ts';
import type { Trx } from '../../db/database.ts';
import { type FrozenNotice, frozenNotice } from '../../db/frozen-notices.ts';
import { noticeMaterial } from '../../db/notice-material.ts';
import type { Account } from '../../domain/account/account.ts';
import type { Instant } from '../../domain/calendar/day.ts';
import type { NoticeEffect } from '../../domain/decision.ts';
import { writeNotice } from '../../domain/notices/write-notice.ts';
import type { Policy } from '../../domain/policy/policy.ts';
import { composeAndFreeze } from './compose-and-freeze.ts';

export interface NoticeToFreeze {
  readonly customerId: string;
  readonly account: Account;
  readonly policy: Policy;
  readonly effect: NoticeEffect;
  /** Business instant: the date on the message. */
  readonly now: Instant;
  readonly wallNow: Instant;
}

/**
 * Freezes a notice of a customer's life inside the gate's transaction. When its key was frozen before, that document stands.
 * Null: there is nobody to write to.
 */
export async function freezeNotice(
  trx: Trx,
  deps: { readonly mailer: Mailer; readonly mailFrom: MailAddress },
  { customerId, account, policy, effect, now, wallNow }: NoticeToFreeze,
): Promise<FrozenNotice | null> {
  const known = await frozenNotice(trx, customerId, effect.key);
  if (known !== null) return known;
  const { recipient, facts } = await noticeMaterial(trx, customerId, account, effect);
  if (recipient === null) return null;
  const { step, occurrence, contactRevision } = effect;
  const { subject, text } = writeNotice(effect, policy, account.traits.locale, facts);
  const about = { customerId, kind: effect.noticeKind, step, occurrence, effectKey: effect.key, contactRevision };
  return await composeAndFreeze(trx, deps, { ...about, recipient, subject, text, now, wallNow });
}
