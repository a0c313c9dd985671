import { createHash } from 'node:crypto';
import type { Instant } from '../domain/calendar/day.ts';
import type { Db, Trx } from './database.ts';
import { toDate } from './database-time.ts';

/** A letter to a customer beside those of dunning, as it was frozen: whoever sends it, and however often, sends these bytes (design, rule 5). */
export interface FrozenLetter {
  readonly notice: string;
  readonly to: string;
  readonly raw: Buffer;
}

/** The letter that was frozen under this key, if any. */
export async function frozenLetter(db: Db, customerId: string, effectKey: string): Promise<FrozenLetter | null> {
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

/** Whether the relay has answered for the letter of this key, also where it was erased since. */
export async function isLetterAnswered(db: Db, customerId: string, effectKey: string): Promise<boolean> {
  const row = await db
    .selectFrom('notice')
    .where('customer_id', '=', customerId)
    .where('effect_key', '=', effectKey)
    .select('state')
    .executeTakeFirst();
  return row !== undefined && row.state !== 'sending';
}

/** Freezes a letter among the customer's notices, of the kind `service`. */
export async function freezeLetter(
  trx: Trx,
  letter: FrozenLetter & {
    readonly customerId: string;
    readonly step: string;
    readonly occurrence: string;
    readonly effectKey: string;
    readonly contactRevision: number;
    readonly messageId: string;
    /** Business and wall instant. */
    readonly now: Instant;
    readonly wallNow: Instant;
  },
): Promise<void> {
  await trx
    .insertInto('notice')
    .values({
      id: letter.notice,
      customer_id: letter.customerId,
      kind: 'service',
      step: letter.step,
      occurrence: letter.occurrence,
      effect_key: letter.effectKey,
      contact_revision: letter.contactRevision,
      message_id: letter.messageId,
      to_address: letter.to,
      document: letter.raw,
      document_sha256: createHash('sha256').update(letter.raw).digest(),
      state: 'sending',
      sent_at: toDate(letter.now),
      recorded_at: toDate(letter.wallNow),
    })
    .execute();
}

/** What the relay said of it; a report of its delivery that came meanwhile stands. */
export async function noteLetterSent(db: Db, notice: string, accepted: boolean, at: Instant): Promise<void> {
  const columns = accepted
    ? { state: 'accepted' as const, accepted_at: toDate(at) }
    : { state: 'failed' as const, ended_at: toDate(at) };
  await db.updateTable('notice').set(columns).where('id', '=', notice).where('state', '=', 'sending').execute();
}
