import type { Selectable } from 'kysely';
import type { Instant } from '../../domain/calendar/day.ts';
import type { NoticeKind } from '../../domain/facts/collection-facts.ts';
import type { Db } from '../database.ts';
import { toInstant } from '../database-time.ts';
import { type Page, pageOf, type PageRequest } from '../page.ts';
import type { CollectionTables, NoticeRowState } from '../tables/collection-tables.ts';

/** A letter without its text. Business instants. `to` is null once it was erased. */
export interface NoticeRecord {
  readonly id: string;
  readonly customerId: string;
  readonly kind: NoticeKind;
  readonly step: string;
  readonly occurrence: string;
  readonly effectKey: string;
  readonly channel: string;
  readonly contactRevision: number;
  readonly messageId: string;
  readonly to: string | null;
  readonly documentSha256: Uint8Array;
  readonly state: NoticeRowState;
  readonly sentAt: Instant | null;
  readonly acceptedAt: Instant | null;
  readonly deliveredAt: Instant | null;
  readonly detail: string | null;
}

export interface NoticeFilter {
  readonly customer?: string | undefined;
  readonly kind?: NoticeKind | undefined;
  readonly state?: NoticeRowState | undefined;
}

/** Notices, the oldest first. */
export async function listNotices(
  db: Db,
  filter: NoticeFilter,
  { limit, cursor }: PageRequest,
): Promise<Page<NoticeRecord>> {
  let query = selected(db);
  if (cursor !== undefined) query = query.where('id', '>', cursor);
  if (filter.customer !== undefined) query = query.where('customer_id', '=', filter.customer);
  if (filter.kind !== undefined) query = query.where('kind', '=', filter.kind);
  if (filter.state !== undefined) query = query.where('state', '=', filter.state);
  const rows = await query
    .orderBy('id')
    .limit(limit + 1)
    .execute();
  return pageOf(rows.map(noticeOf), limit, (notice) => notice.id);
}

/** The notice that a mail server's report is about. */
export async function findNoticeByMessageId(db: Db, messageId: string): Promise<NoticeRecord | undefined> {
  const row = await selected(db).where('message_id', '=', messageId).executeTakeFirst();
  return row && noticeOf(row);
}

function selected(db: Db) {
  return db
    .selectFrom('notice')
    .select([
      'id',
      'customer_id',
      'kind',
      'step',
      'occurrence',
      'effect_key',
      'channel',
      'contact_revision',
      'message_id',
      'to_address',
      'document_sha256',
      'state',
      'sent_at',
      'accepted_at',
      'delivered_at',
      'detail',
    ]);
}

function noticeOf(
  row: Omit<Selectable<CollectionTables['notice']>, 'document' | 'ended_at' | 'recorded_at'>,
): NoticeRecord {
  return {
    id: row.id,
    customerId: row.customer_id,
    kind: row.kind,
    step: row.step,
    occurrence: row.occurrence,
    effectKey: row.effect_key,
    channel: row.channel,
    contactRevision: row.contact_revision,
    messageId: row.message_id,
    to: row.to_address,
    documentSha256: row.document_sha256,
    state: row.state,
    sentAt: row.sent_at && toInstant(row.sent_at),
    acceptedAt: row.accepted_at && toInstant(row.accepted_at),
    deliveredAt: row.delivered_at && toInstant(row.delivered_at),
    detail: row.detail,
  };
}
