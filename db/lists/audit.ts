import type { Selectable } from 'kysely';
import type { Instant } from '../../domain/calendar/day.ts';
import type { Db } from '../database.ts';
import { toDate, toInstant } from '../database-time.ts';
import { type Page, pageOf, type PageRequest, readCursor, writeCursor } from '../page.ts';
import type { AuditTables } from '../tables/audit-tables.ts';

/** One link of a chain. */
export interface AuditRecord {
  readonly chain: string;
  readonly seq: number;
  readonly at: Instant;
  readonly recordedAt: Instant;
  readonly kind: string;
  readonly actor: string;
  readonly body: Readonly<Record<string, unknown>>;
  readonly previousHash: Uint8Array;
  readonly hash: Uint8Array;
}

export interface AuditFilter {
  /** A customer id, or `system`. */
  readonly chain?: string | undefined;
  readonly actor?: string | undefined;
  readonly kind?: string | undefined;
  /** Wall instants: from inclusive, to exclusive. */
  readonly from?: Instant | undefined;
  readonly to?: Instant | undefined;
}

/** Audit events in the order in which they were recorded. */
export async function listAudit(
  db: Db,
  filter: AuditFilter,
  { limit, cursor }: PageRequest,
): Promise<Page<AuditRecord>> {
  let query = db.selectFrom('audit_event').selectAll();
  if (filter.chain !== undefined) query = query.where('chain', '=', filter.chain);
  if (filter.actor !== undefined) query = query.where('actor', '=', filter.actor);
  if (filter.kind !== undefined) query = query.where('kind', '=', filter.kind);
  if (filter.from !== undefined) query = query.where('recorded_at', '>=', toDate(filter.from));
  if (filter.to !== undefined) query = query.where('recorded_at', '<', toDate(filter.to));
  if (cursor !== undefined) {
    const [recordedAt, chain, seq] = readCursor(cursor, ['number', 'string', 'number']);
    query = query.where((of) =>
      of(
        of.refTuple('recorded_at', 'chain', 'seq'),
        '>',
        of.tuple(toDate(Number(recordedAt)), String(chain), Number(seq)),
      ),
    );
  }
  const rows = await query
    .orderBy('recorded_at')
    .orderBy('chain')
    .orderBy('seq')
    .limit(limit + 1)
    .execute();
  return pageOf(rows.map(auditOf), limit, (event) => writeCursor(event.recordedAt, event.chain, event.seq));
}

export function auditOf(row: Selectable<AuditTables['audit_event']>): AuditRecord {
  return {
    chain: row.chain,
    seq: row.seq,
    at: toInstant(row.at),
    recordedAt: toInstant(row.recorded_at),
    kind: row.kind,
    actor: row.actor,
    body: row.body,
    previousHash: row.prev_hash,
    hash: row.hash,
  };
}
