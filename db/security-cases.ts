import type { Instant } from '../domain/calendar/day.ts';
import { clocksOf } from '../domain/security/case-clocks.ts';
import type { CaseFactDraft } from '../domain/security/case-facts.ts';
import { foldCase, type SecurityCase, stateOf } from '../domain/security/security-case.ts';
import { toDate, toDateOrNull } from './database-time.ts';
import { factStream, type LoadedStream } from './fact-stream.ts';
import type { Statement } from './statement.ts';
import type { StoredClock } from './tables/security-tables.ts';

/** A case with all that is known of it. */
export type LoadedCase = LoadedStream<CaseFactDraft, SecurityCase>;

/** The first fact of a case is its receipt. */
export const {
  load: loadCase,
  begin: openCase,
  carryOn: continueCase,
} = factStream<'security_case', CaseFactDraft, SecurityCase>({
  table: 'security_case',
  key: 'case_id',
  fold: foldCase,
  beginning: ({ kind, source }) => ({ kind, source }),
  standing: (known) => ({
    severity: known.severity,
    received_at: toDate(known.receivedAt),
    detected_at: toDateOrNull(known.detectedAt),
    state: stateOf(known),
    verdict: known.verdict,
    category: known.category,
    acknowledged_at: toDateOrNull(known.acknowledgedAt),
    acted_at: toDateOrNull(known.actedAt),
    answered_at: toDateOrNull(known.answeredAt),
    closed_at: toDateOrNull(known.closedAt),
    clocks: JSON.stringify(storedClocks(known)),
  }),
  audited: (id, { kind, seq, body }) => ({ kind: `security.${kind}`, body: { case: id, seq, ...body } }),
});

/** Ties an alert or a finding to its case. A second case for the same one fails the transaction. */
export function signalStatement(caseId: string, occurrence: string, seenAt: Instant): Statement {
  return (trx) =>
    trx
      .insertInto('security_case_signal')
      .values({ occurrence, case_id: caseId, seen_at: toDate(seenAt) })
      .compile();
}

function storedClocks(known: SecurityCase): readonly StoredClock[] {
  return clocksOf(known).map(({ name, at, metAt }) => ({
    name,
    at,
    metAt,
    missed: metAt === null ? known.missed.has(name) : metAt > at,
  }));
}
