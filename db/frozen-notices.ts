import { createHash } from 'node:crypto';
import type { Instant } from '../domain/calendar/day.ts';
import type { NoticeKind } from '../domain/facts/collection-facts.ts';
import type { Db, Trx } from './database.ts';
import { toDate } from './database-time.ts';

/** A notice that is ready to go: whoever sends it, and however often, sends these bytes (design, rule 5). */
export interface FrozenNotice {
  readonly notice: string;
  readonly to: string;
  readonly raw: Buffer;
}

/** The document frozen for this effect key, if any. */
export async function frozenNotice(db: Db, customerId: string, effectKey: string): Promise<FrozenNotice | null> {
  const row = await db
    .selectFrom('notice')
    .where('customer_id', '=', customerId)
    .where('effect_key', '=', effectKey)
    .select(['id', 'to_address', 'document'])
    .executeTakeFirst();
  return row?.to_address && row.document
    ? { notice: row.id, to: row.to_address, raw: Buffer.from(row.document) }
    : null;
}

/** Whether the relay has answered for the notice of this key, also where it was erased since. */
export async function isNoticeAnswered(db: Db, customerId: string, effectKey: string): Promise<boolean> {
  const row = await db
    .selectFrom('notice')
    .where('customer_id', '=', customerId)
    .where('effect_key', '=', effectKey)
    .select('state')
    .executeTakeFirst();
  return row !== undefined && row.state !== 'sending';
}

/** Which notice it is. */
export interface NoticeToKeep {
  readonly customerId: string;
  readonly kind: NoticeKind;
  readonly step: string;
  readonly occurrence: string;
  readonly effectKey: string;
  readonly contactRevision: number;
  /** Business instant: the date on the message. */
  readonly now: Instant;
  readonly wallNow: Instant;
}

/** Keeps a frozen notice among those of its customer. */
export async function keepNotice(
  trx: Trx,
  frozen: FrozenNotice & NoticeToKeep & { readonly messageId: string },
): Promise<void> {
  await trx
    .insertInto('notice')
    .values({
      id: frozen.notice,
      customer_id: frozen.customerId,
      kind: frozen.kind,
      step: frozen.step,
      occurrence: frozen.occurrence,
      effect_key: frozen.effectKey,
      contact_revision: frozen.contactRevision,
      message_id: frozen.messageId,
      to_address: frozen.to,
      document: frozen.raw,
      document_sha256: createHash('sha256').update(frozen.raw).digest(),
      state: 'sending',
      sent_at: toDate(frozen.now),
      recorded_at: toDate(frozen.wallNow),
    })
    .execute();
}

/** What the relay said of it; a report of its delivery that came meanwhile stands. */
export async function noteNoticeSent(db: Db, notice: string, accepted: boolean, at: Instant): Promise<void> {
  const columns = accepted
    ? { state: 'accepted' as const, accepted_at: toDate(at) }
    : { state: 'failed' as const, ended_at: toDate(at) };
  await db.updateTable('notice').set(columns).where('id', '=', notice).where('state', '=', 'sending').execute();
}
