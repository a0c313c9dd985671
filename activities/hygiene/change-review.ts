import { businessNow, type LockedCustomer, lockCustomer } from '../../db/customers.ts';
import type { Trx } from '../../db/database.ts';
import { continueReview, type LoadedReview, loadReview } from '../../db/hygiene-reviews.ts';
import type { Statement } from '../../db/statement.ts';
import { writeChange } from '../../db/write-change.ts';
import type { Instant } from '../../domain/calendar/day.ts';
import type { ReviewFactDraft } from '../../domain/hygiene/review-facts.ts';
import type { HygieneReview } from '../../domain/hygiene/review.ts';
import type { ActivityDeps } from '../deps.ts';

/** A review under its customer's lock, at the customer's business instant. */
export interface ReviewInHand {
  readonly trx: Trx;
  readonly customer: LockedCustomer;
  readonly loaded: LoadedReview;
  readonly now: Instant;
}

/** What a look at a review records: its facts, and what goes beside them; nothing without a fact. */
export interface ReviewChange {
  readonly drafts: readonly ReviewFactDraft[];
  readonly statements?: readonly Statement[];
}

/**
 * Looks at a review under its customer's lock and records what `look` answers, in the name of the review itself. Answers with the
 * review as it is afterwards.
 */
export async function changeReview(
  deps: Pick<ActivityDeps, 'db' | 'wallNow'>,
  { reviewId, customerId }: { readonly reviewId: string; readonly customerId: string },
  look: (inHand: ReviewInHand) => ReviewChange | Promise<ReviewChange>,
): Promise<{ readonly known: HygieneReview; readonly now: Instant }> {
  return await deps.db.transaction().execute(async (trx) => {
    const customer = await lockCustomer(trx, customerId);
    const loaded = await loadReview(trx, reviewId);
    if (loaded === undefined) throw new Error(`there is no review ${reviewId}`);
    const wallNow = deps.wallNow();
    const now = businessNow(customer, wallNow);
    const { drafts, statements = [] } = await look({ trx, customer, loaded, now });
    if (drafts.length === 0) return { known: loaded.known, now };
    const recording = continueReview(loaded, drafts, { at: now, recordedAt: wallNow, actor: 'review' });
    await writeChange(trx, customer, { ...recording, statements: [...statements, ...recording.statements] });
    return { known: recording.known, now };
  });
}
