import { createHash } from 'node:crypto';
import { canonicalJson } from '../domain/canonical-json.ts';
import { dueAt } from '../domain/hygiene/decide-review.ts';
import type { ReviewFactDraft } from '../domain/hygiene/review-facts.ts';
import { foldReview, type HygieneReview, openFindings, stateOf } from '../domain/hygiene/review.ts';
import type { Db } from './database.ts';
import { toDateOrNull } from './database-time.ts';
import { factStream, type LoadedStream } from './fact-stream.ts';

/** A review with all that is known of it. */
export type LoadedReview = LoadedStream<ReviewFactDraft, HygieneReview>;

/** The first fact of a review is its opening. */
export const {
  load: loadReview,
  begin: beginReview,
  carryOn: continueReview,
} = factStream<'hygiene_review', ReviewFactDraft, HygieneReview>({
  table: 'hygiene_review',
  key: 'review_id',
  fold: foldReview,
  standing: (known, now) => ({
    state: stateOf(known),
    scanned_at: toDateOrNull(known.scannedAt),
    due_at: toDateOrNull(dueAt(known)),
    closed_at: toDateOrNull(known.closedAt),
    open_findings: openFindings(known, now).length,
  }),
  // A look is told by its number and the digest of what it found: a directory may be large.
  audited: (id, { seq, ...fact }) => ({
    kind: `hygiene.${fact.kind}`,
    body: { review: id, seq, ...(fact.kind === 'review.scanned' ? scanOf(fact.body.findings) : fact.body) },
  }),
});

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

function scanOf(findings: readonly object[]): { readonly findings: number; readonly digest: string } {
  return { findings: findings.length, digest: createHash('sha256').update(canonicalJson(findings)).digest('hex') };
}
