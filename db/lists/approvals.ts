import type { Selectable } from 'kysely';
import type { Instant } from '../../domain/calendar/day.ts';
import type { Db } from '../database.ts';
import { toInstant } from '../database-time.ts';
import { idCursor, type Page, pageOf, type PageRequest } from '../page.ts';
import type { Statement } from '../statement.ts';
import type { CollectionTables } from '../tables/collection-tables.ts';

type ApprovalState = CollectionTables['approval']['state'];

/** Something that a second person decides. `request` is what is to be done then, as the asker's side wrote it. */
export interface ApprovalRecord {
  readonly id: string;
  readonly customerId: string;
  readonly subject: 'step' | 'writeOff' | 'order';
  readonly key: string;
  readonly state: ApprovalState;
  readonly askedBy: string;
  readonly requestedAt: Instant;
  readonly decidedBy: string | null;
  readonly decidedAt: Instant | null;
  readonly request: unknown;
}

export interface ApprovalFilter {
  readonly customer?: string | undefined;
  readonly state?: ApprovalState | undefined;
}

export async function listApprovals(
  db: Db,
  filter: ApprovalFilter,
  { limit, cursor }: PageRequest,
): Promise<Page<ApprovalRecord>> {
  let query = selected(db);
  if (cursor !== undefined) query = query.where('approval.id', '>', idCursor('apr', cursor));
  if (filter.customer !== undefined) query = query.where('approval.customer_id', '=', filter.customer);
  if (filter.state !== undefined) query = query.where('approval.state', '=', filter.state);
  const rows = await query
    .orderBy('approval.id')
    .limit(limit + 1)
    .execute();
  return pageOf(rows.map(approvalOf), limit, (approval) => approval.id);
}

export async function findApproval(db: Db, id: string): Promise<ApprovalRecord | undefined> {
  const row = await selected(db).where('approval.id', '=', id).executeTakeFirst();
  return row && approvalOf(row);
}

/** Keeps what is to be done once it is approved, beside the `approval.requested` fact of the same change. */
export function approvalRequestStatement(approval: string, customerId: string, request: unknown): Statement {
  return (trx) =>
    trx
      .insertInto('approval_request')
      .values({ approval_id: approval, customer_id: customerId, body: JSON.stringify(request) })
      .compile();
}

function selected(db: Db) {
  return db
    .selectFrom('approval')
    .leftJoin('approval_request', 'approval_request.approval_id', 'approval.id')
    .selectAll('approval')
    .select('approval_request.body as request');
}

function approvalOf(row: Selectable<CollectionTables['approval']> & { readonly request: unknown }): ApprovalRecord {
  return {
    id: row.id,
    customerId: row.customer_id,
    subject: row.subject,
    key: row.key,
    state: row.state,
    askedBy: row.asked_by,
    requestedAt: toInstant(row.requested_at),
    decidedBy: row.decided_by,
    decidedAt: row.decided_at && toInstant(row.decided_at),
    request: row.request,
  };
}

/** Those of the ids under which somebody was asked. */
export async function existingApprovals(db: Db, ids: readonly string[]): Promise<ReadonlySet<string>> {
  if (ids.length === 0) return new Set();
  const rows = await db
    .selectFrom('approval')
    .select('id')
    .where('id', 'in', [...ids])
    .execute();
  return new Set(rows.map(({ id }) => id));
}
