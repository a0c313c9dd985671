import { type RawBuilder, type Selectable, sql } from 'kysely';
import type { Instant } from '../../domain/calendar/day.ts';
import type { NoticeKind } from '../../domain/facts/collection-facts.ts';
import type { Db } from '../database.ts';
import { toDate, toInstant } from '../database-time.ts';
import { idCursor, type Page, pageOf, type PageRequest } from '../page.ts';
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

/**
 * Notices, the oldest first. One that was accepted counts as delivered once the bounce window of its customer's policy
 * has passed without a bounce (rule 5).
 */
export async function listNotices(
  db: Db,
  filter: NoticeFilter,
  { limit, cursor }: PageRequest,
  wallNow: Instant,
): Promise<Page<NoticeRecord>> {
  let query = withBounceWindow(selected(db));
  if (cursor !== undefined) query = query.where('notice.id', '>', idCursor('ntc', cursor));
  if (filter.customer !== undefined) query = query.where('notice.customer_id', '=', filter.customer);
  if (filter.kind !== undefined) query = query.where('notice.kind', '=', filter.kind);
  if (filter.state !== undefined) query = query.where(inState(filter.state, wallNow));
  const rows = await query
    .orderBy('notice.id')
    .limit(limit + 1)
    .execute();
  return pageOf(
    rows.map((row) => deliveredByTime(row, wallNow)),
    limit,
    (notice) => notice.id,
  );
}

/** A notice by id, its state as in lists. */
export async function findNotice(db: Db, id: string, wallNow: Instant): Promise<NoticeRecord | undefined> {
  const row = await withBounceWindow(selected(db)).where('notice.id', '=', id).executeTakeFirst();
  return row && deliveredByTime(row, wallNow);
}

/** Ids of these notices of a customer, by effect key. */
export async function noticeIds(
  db: Db,
  customerId: string,
  effectKeys: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  if (effectKeys.length === 0) return new Map();
  const rows = await db
    .selectFrom('notice')
    .select(['id', 'effect_key'])
    .where('customer_id', '=', customerId)
    .where('effect_key', 'in', [...new Set(effectKeys)])
    .execute();
  return new Map(rows.map((row) => [row.effect_key, row.id]));
}

/** The notice that a mail server's report is about. */
export async function findNoticeByMessageId(db: Db, messageId: string): Promise<NoticeRecord | undefined> {
  const row = await selected(db).where('message_id', '=', messageId).executeTakeFirst();
  return row && noticeOf(row);
}

const HOUR = 3_600_000;
/** Milliseconds in which a bounce may still come, by the policy version that the customer lives under. */
const BOUNCE_WINDOW_MS = sql<bigint>`(policy_version.document ->> 'bounceWindowHours')::bigint * ${sql.lit(HOUR)}`;

function withBounceWindow(query: ReturnType<typeof selected>) {
  return query
    .innerJoin('customer', 'customer.id', 'notice.customer_id')
    .innerJoin('policy_version', (join) =>
      join
        .onRef('policy_version.key', '=', 'customer.policy_key')
        .onRef('policy_version.version', '=', 'customer.policy_version'),
    )
    .select(['customer.clock_offset_ms', BOUNCE_WINDOW_MS.as('window_ms')]);
}

function inState(state: NoticeRowState, wallNow: Instant): RawBuilder<boolean> {
  const passed = sql`notice.accepted_at + (${BOUNCE_WINDOW_MS} - customer.clock_offset_ms) * interval '1 millisecond' <= ${toDate(wallNow)}`;
  switch (state) {
    case 'delivered':
      return sql`(notice.state = 'delivered' or (notice.state = 'accepted' and ${passed}))`;
    case 'accepted':
      return sql`(notice.state = 'accepted' and not (${passed}))`;
    default:
      return sql`notice.state = ${state}`;
  }
}

function deliveredByTime(
  row: NoticeColumns & { readonly clock_offset_ms: bigint; readonly window_ms: bigint },
  wallNow: Instant,
): NoticeRecord {
  const notice = noticeOf(row);
  if (notice.state !== 'accepted' || notice.acceptedAt === null) return notice;
  const deliveredAt = notice.acceptedAt + Number(row.window_ms);
  return deliveredAt <= wallNow + Number(row.clock_offset_ms) ? { ...notice, state: 'delivered', deliveredAt } : notice;
}

function selected(db: Db) {
  return db
    .selectFrom('notice')
    .select([
      'notice.id',
      'notice.customer_id',
      'notice.kind',
      'notice.step',
      'notice.occurrence',
      'notice.effect_key',
      'notice.channel',
      'notice.contact_revision',
      'notice.message_id',
      'notice.to_address',
      'notice.document_sha256',
      'notice.state',
      'notice.sent_at',
      'notice.accepted_at',
      'notice.delivered_at',
      'notice.detail',
    ]);
}

type NoticeColumns = Omit<Selectable<CollectionTables['notice']>, 'document' | 'ended_at' | 'recorded_at'>;

function noticeOf(row: NoticeColumns): NoticeRecord {
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
