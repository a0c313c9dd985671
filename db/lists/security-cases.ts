import type { Selectable } from 'kysely';
import type {
  CaseCategory,
  CaseFactKind,
  CaseKind,
  CaseSeverity,
  CaseSource,
  CaseVerdict,
} from '../../domain/security/case-facts.ts';
import type { CaseState } from '../../domain/security/security-case.ts';
import type { Instant } from '../../domain/calendar/day.ts';
import type { Db } from '../database.ts';
import { toInstant } from '../database-time.ts';
import { idCursor, type Page, pageOf, type PageRequest } from '../page.ts';
import type { SecurityTables, StoredClock } from '../tables/security-tables.ts';

/** A case as its row has it. Business instants. */
export interface SecurityCaseRecord {
  readonly id: string;
  readonly customerId: string;
  readonly kind: CaseKind;
  readonly severity: CaseSeverity;
  readonly source: CaseSource;
  readonly state: CaseState;
  readonly verdict: CaseVerdict | null;
  readonly category: CaseCategory | null;
  readonly receivedAt: Instant;
  readonly acknowledgedAt: Instant | null;
  readonly actedAt: Instant | null;
  readonly answeredAt: Instant | null;
  readonly closedAt: Instant | null;
  readonly clocks: readonly StoredClock[];
}

export interface SecurityCaseFilter {
  readonly customer?: string | undefined;
  readonly kind?: CaseKind | undefined;
  readonly category?: CaseCategory | undefined;
  /** `open`: everything that is not closed. */
  readonly state?: CaseState | 'open' | undefined;
}

/** Cases in the order in which they were opened. */
export async function listSecurityCases(
  db: Db,
  filter: SecurityCaseFilter,
  { limit, cursor }: PageRequest,
): Promise<Page<SecurityCaseRecord>> {
  let query = db.selectFrom('security_case').selectAll();
  if (cursor !== undefined) query = query.where('id', '>', idCursor('sec', cursor));
  if (filter.customer !== undefined) query = query.where('customer_id', '=', filter.customer);
  if (filter.kind !== undefined) query = query.where('kind', '=', filter.kind);
  if (filter.category !== undefined) query = query.where('category', '=', filter.category);
  if (filter.state === 'open') query = query.where('closed_at', 'is', null);
  else if (filter.state !== undefined) query = query.where('state', '=', filter.state);
  const rows = await query
    .orderBy('id')
    .limit(limit + 1)
    .execute();
  return pageOf(rows.map(recordOf), limit, (one) => one.id);
}

export async function findSecurityCase(db: Db, id: string): Promise<SecurityCaseRecord | undefined> {
  const row = await db.selectFrom('security_case').selectAll().where('id', '=', id).executeTakeFirst();
  return row && recordOf(row);
}

/** A fact of a case, as it was recorded. */
export interface CaseEvidence {
  readonly at: Instant;
  readonly kind: CaseFactKind;
  readonly actor: string;
  readonly body: Record<string, unknown>;
}

/** Every fact of these cases in order, by case. */
export async function caseEvidence(
  db: Db,
  ids: readonly string[],
): Promise<ReadonlyMap<string, readonly CaseEvidence[]>> {
  if (ids.length === 0) return new Map();
  const rows = await db
    .selectFrom('security_case_fact')
    .select(['case_id', 'at', 'kind', 'actor', 'body'])
    .where('case_id', 'in', [...ids])
    .orderBy('case_id')
    .orderBy('seq')
    .execute();
  const facts = rows.map(({ case_id, at, kind, actor, body }) => ({
    caseId: case_id,
    fact: { at: toInstant(at), kind, actor, body },
  }));
  return new Map([...Map.groupBy(facts, ({ caseId }) => caseId)].map(([id, of]) => [id, of.map(({ fact }) => fact)]));
}

function recordOf(row: Selectable<SecurityTables['security_case']>): SecurityCaseRecord {
  const instantOf = (date: Date | null) => date && toInstant(date);
  return {
    id: row.id,
    customerId: row.customer_id,
    kind: row.kind,
    severity: row.severity,
    source: row.source,
    state: row.state,
    verdict: row.verdict,
    category: row.category,
    receivedAt: toInstant(row.received_at),
    acknowledgedAt: instantOf(row.acknowledged_at),
    actedAt: instantOf(row.acted_at),
    answeredAt: instantOf(row.answered_at),
    closedAt: instantOf(row.closed_at),
    clocks: row.clocks,
  };
}
