import { clocksOf } from '../domain/security/case-clocks.ts';
import type { CaseFact, CaseFactDraft } from '../domain/security/case-facts.ts';
import { foldCase, type SecurityCase, stateOf } from '../domain/security/security-case.ts';
import type { Instant } from '../domain/calendar/day.ts';
import type { AuditEvent } from './audit.ts';
import type { Db } from './database.ts';
import { toDate, toInstant, toIso } from './database-time.ts';
import { insertRows } from './json-rows.ts';
import type { Statement } from './statement.ts';
import type { StoredClock } from './tables/security-tables.ts';

/** A case with all that is known of it. */
export interface LoadedCase {
  readonly id: string;
  readonly customerId: string;
  readonly facts: readonly CaseFact[];
  readonly known: SecurityCase;
}

/** Under the lock of its customer this is the truth; undefined when there is no such case. */
export async function loadCase(db: Db, id: string): Promise<LoadedCase | undefined> {
  const row = await db.selectFrom('security_case').select('customer_id').where('id', '=', id).executeTakeFirst();
  if (row === undefined) return undefined;
  const rows = await db
    .selectFrom('security_case_fact')
    .select(['seq', 'kind', 'at', 'body'])
    .where('case_id', '=', id)
    .orderBy('seq')
    .execute();
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- kind and body were drafted together, and nobody can change them since
  const facts = rows.map(({ at, ...fact }) => ({ ...fact, at: toInstant(at) }) as CaseFact);
  return { id, customerId: row.customer_id, facts, known: foldCase(facts) };
}

export interface CaseStamp {
  /** Business instant. */
  readonly at: Instant;
  /** Wall instant. */
  readonly recordedAt: Instant;
  readonly actor: string;
}

/** What recording facts of a case takes, for a change of its customer to write. */
export interface CaseRecording {
  readonly statements: readonly Statement[];
  readonly events: readonly AuditEvent[];
  readonly known: SecurityCase;
}

/** A case that begins; the first draft is its receipt. */
export function openCase(
  { id, customerId }: Pick<LoadedCase, 'id' | 'customerId'>,
  drafts: readonly CaseFactDraft[],
  stamp: CaseStamp,
): CaseRecording {
  const facts = stamped([], drafts, stamp);
  const known = foldCase(facts);
  const { kind, severity, source, receivedAt } = known;
  const row = (trx: Parameters<Statement>[0]) =>
    trx
      .insertInto('security_case')
      .values({
        id,
        customer_id: customerId,
        kind,
        severity,
        source,
        received_at: toDate(receivedAt),
        opened_at: toDate(stamp.at),
        wake_at: null,
        ...standingOf(known),
      })
      .compile();
  return { statements: [row, factStatement(id, facts, stamp)], events: eventsOf(id, facts, stamp), known };
}

/** Further facts of a case. */
export function continueCase(loaded: LoadedCase, drafts: readonly CaseFactDraft[], stamp: CaseStamp): CaseRecording {
  const facts = stamped(loaded.facts, drafts, stamp);
  const known = foldCase([...loaded.facts, ...facts]);
  const row = (trx: Parameters<Statement>[0]) =>
    trx.updateTable('security_case').set(standingOf(known)).where('id', '=', loaded.id).compile();
  return {
    statements: [factStatement(loaded.id, facts, stamp), row],
    events: eventsOf(loaded.id, facts, stamp),
    known,
  };
}

/** Ties an alert or a finding to its case. A second case for the same one fails the transaction. */
export function signalStatement(caseId: string, occurrence: string, seenAt: Instant): Statement {
  return (trx) =>
    trx
      .insertInto('security_case_signal')
      .values({ occurrence, case_id: caseId, seen_at: toDate(seenAt) })
      .compile();
}

function stamped(before: readonly CaseFact[], drafts: readonly CaseFactDraft[], { at }: CaseStamp): CaseFact[] {
  return drafts.map((draft, index) => ({ ...draft, seq: before.length + index + 1, at }));
}

function standingOf(known: SecurityCase) {
  const dateOf = (instant: Instant | null) => (instant === null ? null : toDate(instant));
  const clocks = clocksOf(known).map(
    ({ name, at, metAt }): StoredClock => ({
      name,
      at,
      metAt,
      missed: metAt === null ? known.missed.has(name) : metAt > at,
    }),
  );
  return {
    state: stateOf(known),
    verdict: known.verdict,
    category: known.category,
    acknowledged_at: dateOf(known.acknowledgedAt),
    acted_at: dateOf(known.actedAt),
    answered_at: dateOf(known.answeredAt),
    closed_at: dateOf(known.closedAt),
    clocks: JSON.stringify(clocks),
    last_seq: known.seq,
  };
}

const COLUMNS = ['case_id', 'seq', 'kind', 'at', 'recorded_at', 'actor', 'body'];

function factStatement(id: string, facts: readonly CaseFact[], { recordedAt, actor }: CaseStamp): Statement {
  const rows = facts.map(({ seq, kind, at, body }) => ({
    case_id: id,
    seq,
    kind,
    at: toIso(at),
    recorded_at: toIso(recordedAt),
    actor,
    body,
  }));
  return insertRows('security_case_fact', COLUMNS, rows);
}

/** In the customer's chain: an auditor reads a case where the rest of the customer's life stands. */
function eventsOf(id: string, facts: readonly CaseFact[], stamp: CaseStamp): readonly AuditEvent[] {
  return facts.map(({ kind, seq, body }) => ({ ...stamp, kind: `security.${kind}`, body: { case: id, seq, ...body } }));
}
