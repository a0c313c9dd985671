import { sql } from 'kysely';
import type { Instant } from '../../domain/calendar/day.ts';
import type { CaseKind, CaseSeverity } from '../../domain/security/case-facts.ts';
import type { ContainmentAction, ContainmentFacts } from '../../domain/security/containment-facts.ts';
import type { Db } from '../database.ts';
import { toInstant } from '../database-time.ts';
import { type Page, pageOf, type PageRequest, readCursor, writeCursor } from '../page.ts';
import { approverOf } from '../security-case-actors.ts';
import type { StoredClock } from '../tables/security-tables.ts';

export type ContainmentApprovalState = 'open' | 'approved' | 'refused';

/** A containment that was ordered and needs a second person, with what came of it. Business instants. */
export interface ContainmentApprovalRecord {
  readonly caseId: string;
  readonly containment: string;
  readonly customerId: string;
  readonly kind: CaseKind;
  readonly severity: CaseSeverity;
  readonly action: ContainmentAction;
  readonly targets: readonly string[];
  readonly state: ContainmentApprovalState;
  readonly askedBy: string;
  readonly askedAt: Instant;
  /** When the case is to have been acted upon; null where nothing is promised. */
  readonly dueAt: Instant | null;
  readonly decidedBy: string | null;
  readonly decidedAt: Instant | null;
}

export interface ContainmentApprovalFilter {
  readonly customer?: string | undefined;
  readonly state?: ContainmentApprovalState | undefined;
}

/** Across all cases, in the order of cases and orders: what a case is about in one glance, and who waits for whom. */
export async function listContainmentApprovals(
  db: Db,
  { customer, state }: ContainmentApprovalFilter,
  { limit, cursor }: PageRequest,
): Promise<Page<ContainmentApprovalRecord>> {
  let query = db
    .selectFrom('security_case_fact as asked')
    .innerJoin('security_case as one', 'one.id', 'asked.case_id')
    .leftJoin('security_case_fact as decided', (join) =>
      join
        .onRef('decided.case_id', '=', 'asked.case_id')
        .on('decided.kind', 'in', ['case.containmentApproved', 'case.containmentRefused'])
        .on(sql<boolean>`decided.body ->> 'containment' = asked.body ->> 'containment'`),
    )
    .select(['one.id', 'one.customer_id', 'one.kind', 'one.severity', 'one.clocks'])
    .select(['asked.seq', 'asked.at', 'asked.actor', 'asked.body'])
    .select(['decided.kind as decision', 'decided.at as decided_at', 'decided.actor as decided_by'])
    .select('decided.body as decided_body')
    .where('asked.kind', '=', 'case.containmentOrdered')
    .where(sql<boolean>`asked.body ->> 'approval' = 'fourEyes'`);
  if (cursor !== undefined) {
    const [id = '', seq = 0] = readCursor(cursor, ['string', 'number']);
    query = query.where(sql<boolean>`(asked.case_id, asked.seq) > (${id}, ${seq})`);
  }
  if (customer !== undefined) query = query.where('one.customer_id', '=', customer);
  // What waits in a closed case waits for nobody: it cannot be closed before that.
  if (state === 'open') query = query.where('decided.kind', 'is', null).where('one.closed_at', 'is', null);
  if (state === 'approved') query = query.where('decided.kind', '=', 'case.containmentApproved');
  if (state === 'refused') query = query.where('decided.kind', '=', 'case.containmentRefused');
  const rows = await query
    .orderBy('asked.case_id')
    .orderBy('asked.seq')
    .limit(limit + 1)
    .execute();
  return pageOf(
    rows.map((row) => ({ seq: row.seq, ...recordOf(row) })),
    limit,
    ({ caseId, seq }) => writeCursor(caseId, seq),
  );
}

interface Row {
  readonly id: string;
  readonly customer_id: string;
  readonly kind: CaseKind;
  readonly severity: CaseSeverity;
  readonly clocks: readonly StoredClock[];
  readonly at: Date;
  readonly actor: string;
  readonly body: Record<string, unknown>;
  readonly decision: string | null;
  readonly decided_at: Date | null;
  readonly decided_by: string | null;
  readonly decided_body: Record<string, unknown> | null;
}

function recordOf(row: Row): ContainmentApprovalRecord {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the body of an order was drafted with its kind, and nobody can change it since
  const { containment, action, targets } = row.body as unknown as ContainmentFacts['case.containmentOrdered'];
  return {
    caseId: row.id,
    containment,
    customerId: row.customer_id,
    kind: row.kind,
    severity: row.severity,
    action,
    targets,
    state: STATES[row.decision ?? ''] ?? 'open',
    askedBy: row.actor,
    askedAt: toInstant(row.at),
    dueAt: row.clocks.find(({ name, metAt }) => name === 'act' && metAt === null)?.at ?? null,
    decidedBy: row.decided_by && approverOf(row.decided_by, row.decided_body ?? {}),
    decidedAt: row.decided_at && toInstant(row.decided_at),
  };
}

const STATES: Readonly<Record<string, ContainmentApprovalState>> = {
  'case.containmentApproved': 'approved',
  'case.containmentRefused': 'refused',
};
