import { createHash } from 'node:crypto';
import { canonicalJson } from '../domain/canonical-json.ts';
import { dueAt } from '../domain/hygiene/decide-review.ts';
import type { ReviewFact, ReviewFactDraft } from '../domain/hygiene/review-facts.ts';
import { foldReview, type HygieneReview, openFindings, stateOf } from '../domain/hygiene/review.ts';
import type { Instant } from '../domain/calendar/day.ts';
import type { AuditEvent } from './audit.ts';
import type { Db } from './database.ts';
import { toDate, toInstant, toIso } from './database-time.ts';
import { insertRows } from './json-rows.ts';
import type { Statement } from './statement.ts';

/** A review with all that is known of it. */
export interface LoadedReview {
  readonly id: string;
  readonly customerId: string;
  readonly facts: readonly ReviewFact[];
  readonly known: HygieneReview;
}

/** Under the lock of its customer this is the truth; undefined when there is no such review. */
export async function loadReview(db: Db, id: string): Promise<LoadedReview | undefined> {
  const row = await db.selectFrom('hygiene_review').select('customer_id').where('id', '=', id).executeTakeFirst();
  if (row === undefined) return undefined;
  const rows = await db
    .selectFrom('hygiene_review_fact')
    .select(['seq', 'kind', 'at', 'body'])
    .where('review_id', '=', id)
    .orderBy('seq')
    .execute();
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- kind and body were drafted together, and nobody can change them since
  const facts = rows.map(({ at, ...fact }) => ({ ...fact, at: toInstant(at) }) as ReviewFact);
  return { id, customerId: row.customer_id, facts, known: foldReview(facts) };
}

/** The customer's review that is not closed, if there is one. */
export async function openReviewOf(db: Db, customerId: string): Promise<LoadedReview | undefined> {
  const row = await db
    .selectFrom('hygiene_review')
    .select('id')
    .where('customer_id', '=', customerId)
    .where('closed_at', 'is', null)
    .executeTakeFirst();
  return row && (await loadReview(db, row.id));
}

/** The last one that was opened, closed or not. */
export async function latestReviewOf(db: Db, customerId: string): Promise<LoadedReview | undefined> {
  const row = await db
    .selectFrom('hygiene_review')
    .select('id')
    .where('customer_id', '=', customerId)
    .orderBy('opened_at', 'desc')
    .orderBy('id', 'desc')
    .executeTakeFirst();
  return row && (await loadReview(db, row.id));
}

export interface ReviewStamp {
  /** Business instant. */
  readonly at: Instant;
  /** Wall instant. */
  readonly recordedAt: Instant;
  readonly actor: string;
}

/** What recording facts of a review takes, for a change of its customer to write. */
export interface ReviewRecording {
  readonly statements: readonly Statement[];
  readonly events: readonly AuditEvent[];
  readonly known: HygieneReview;
}

/** A review that begins; the first draft is its opening. */
export function beginReview(
  { id, customerId }: Pick<LoadedReview, 'id' | 'customerId'>,
  opening: ReviewFactDraft,
  stamp: ReviewStamp,
): ReviewRecording {
  const facts = stamped([], [opening], stamp);
  const known = foldReview(facts);
  const row: Statement = (trx) =>
    trx
      .insertInto('hygiene_review')
      .values({
        id,
        customer_id: customerId,
        opened_at: toDate(stamp.at),
        wake_at: null,
        ...standingOf(known, stamp.at),
      })
      .compile();
  return { statements: [row, factStatement(id, facts, stamp)], events: eventsOf(id, facts, stamp), known };
}

/** Further facts of a review. */
export function continueReview(
  loaded: LoadedReview,
  drafts: readonly ReviewFactDraft[],
  stamp: ReviewStamp,
): ReviewRecording {
  const facts = stamped(loaded.facts, drafts, stamp);
  const known = foldReview([...loaded.facts, ...facts]);
  const row: Statement = (trx) =>
    trx.updateTable('hygiene_review').set(standingOf(known, stamp.at)).where('id', '=', loaded.id).compile();
  const events = eventsOf(loaded.id, facts, stamp);
  return { statements: [factStatement(loaded.id, facts, stamp), row], events, known };
}

function stamped(before: readonly ReviewFact[], drafts: readonly ReviewFactDraft[], { at }: ReviewStamp): ReviewFact[] {
  return drafts.map((draft, index) => ({ ...draft, seq: before.length + index + 1, at }));
}

function standingOf(known: HygieneReview, now: Instant) {
  const dateOf = (instant: Instant | null) => (instant === null ? null : toDate(instant));
  return {
    state: stateOf(known),
    scanned_at: dateOf(known.scannedAt),
    due_at: dateOf(dueAt(known)),
    closed_at: dateOf(known.closedAt),
    open_findings: openFindings(known, now).length,
    last_seq: known.seq,
  };
}

const COLUMNS = ['review_id', 'seq', 'kind', 'at', 'recorded_at', 'actor', 'body'];

function factStatement(id: string, facts: readonly ReviewFact[], { recordedAt, actor }: ReviewStamp): Statement {
  const rows = facts.map(({ seq, kind, at, body }) => ({
    review_id: id,
    seq,
    kind,
    at: toIso(at),
    recorded_at: toIso(recordedAt),
    actor,
    body,
  }));
  return insertRows('hygiene_review_fact', COLUMNS, rows);
}

/** In the customer's chain. A look is told by its number and the digest of what it found: a directory may be large. */
function eventsOf(id: string, facts: readonly ReviewFact[], stamp: ReviewStamp): readonly AuditEvent[] {
  return facts.map(({ seq, ...fact }) => ({
    ...stamp,
    kind: `hygiene.${fact.kind}`,
    body: { review: id, seq, ...(fact.kind === 'review.scanned' ? scanOf(fact.body.findings) : fact.body) },
  }));
}

function scanOf(findings: readonly object[]): { readonly findings: number; readonly digest: string } {
  return { findings: findings.length, digest: createHash('sha256').update(canonicalJson(findings)).digest('hex') };
}
