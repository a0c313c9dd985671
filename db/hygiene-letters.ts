import { createHash } from 'node:crypto';
import type { Instant } from '../domain/calendar/day.ts';
import type { Db, Trx } from './database.ts';
import { toDate } from './database-time.ts';
import type { NoticeReport } from './notice-reports.ts';
import { currentContacts } from './profiles.ts';
import type { Statement } from './statement.ts';

/** A letter of a review that is ready to go: whoever sends it, and however often, sends these bytes. */
export interface FrozenLetter {
  readonly to: string;
  readonly raw: Buffer;
}

export interface LetterToKeep extends FrozenLetter {
  readonly reviewId: string;
  readonly key: string;
  readonly customerId: string;
  readonly messageId: string;
  readonly language: string;
  /** Business instant. */
  readonly at: Instant;
}

/** The letter frozen for this occasion, if any; null also once it was erased. */
export async function frozenLetter(db: Db, reviewId: string, key: string): Promise<FrozenLetter | null> {
  const row = await db
    .selectFrom('hygiene_letter')
    .select(['to_address', 'document'])
    .where('review_id', '=', reviewId)
    .where('key', '=', key)
    .executeTakeFirst();
  return row?.to_address && row.document ? { to: row.to_address, raw: Buffer.from(row.document) } : null;
}

export async function keepLetter(trx: Trx, letter: LetterToKeep): Promise<void> {
  await trx
    .insertInto('hygiene_letter')
    .values({
      review_id: letter.reviewId,
      key: letter.key,
      customer_id: letter.customerId,
      message_id: letter.messageId,
      language: letter.language,
      to_address: letter.to,
      document: letter.raw,
      document_sha256: createHash('sha256').update(letter.raw).digest(),
      frozen_at: toDate(letter.at),
    })
    .execute();
}

/** A letter of a review that the mail provider reports on. */
export interface ReportedLetter {
  readonly reviewId: string;
  readonly key: string;
  readonly customerId: string;
  readonly isDelivered: boolean;
  readonly isBounced: boolean;
}

export async function findLetterByMessageId(db: Db, messageId: string): Promise<ReportedLetter | undefined> {
  const row = await db
    .selectFrom('hygiene_letter')
    .select(['review_id', 'key', 'customer_id', 'delivered_at', 'bounced_at'])
    .where('message_id', '=', messageId)
    .executeTakeFirst();
  return (
    row && {
      reviewId: row.review_id,
      key: row.key,
      customerId: row.customer_id,
      isDelivered: row.delivered_at !== null,
      isBounced: row.bounced_at !== null,
    }
  );
}

/** Notes what became of a letter. Business instant. */
export function letterReportStatement(
  { reviewId, key }: Pick<ReportedLetter, 'reviewId' | 'key'>,
  report: NoticeReport,
): Statement {
  const columns =
    report.kind === 'delivered'
      ? { delivered_at: toDate(report.at) }
      : { bounced_at: toDate(report.at), detail: report.detail };
  return (trx) =>
    trx.updateTable('hygiene_letter').set(columns).where('review_id', '=', reviewId).where('key', '=', key).compile();
}

/** To whom it goes, and how both sides are called: for the letter alone. */
export interface LetterParties {
  /** Whoever looks after users at the customer: the technical contact, else management, else the first with an address. */
  readonly recipient: { readonly name: string | null; readonly email: string } | null;
  readonly sellerName: string;
  readonly customerName: string;
}

const FIRST_ASKED = ['technical', 'management'];

export async function letterParties(db: Db, customerId: string): Promise<LetterParties> {
  const names = await db
    .selectFrom('customer')
    .innerJoin('seller', 'seller.id', 'customer.seller_id')
    .leftJoin('customer_profile', 'customer_profile.customer_id', 'customer.id')
    .where('customer.id', '=', customerId)
    .select(['seller.name as seller', 'customer_profile.name as customer', 'customer.external_id as externalId'])
    .executeTakeFirstOrThrow();
  const contacts = (await currentContacts(db, customerId)).flatMap(({ role, name, email }) =>
    email === null ? [] : [{ role, name, email }],
  );
  const asked = FIRST_ASKED.map((role) => contacts.find((contact) => contact.role === role)).find(Boolean);
  const contact = asked ?? contacts[0];
  return {
    recipient: contact === undefined ? null : { name: contact.name, email: contact.email },
    sellerName: names.seller,
    customerName: names.customer ?? names.externalId,
  };
}
