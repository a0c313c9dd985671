import { continueReview, type LoadedReview, loadReview } from '../../db/hygiene-reviews.ts';
import type { Instant } from '../../domain/calendar/day.ts';
import type { ReviewFactDraft } from '../../domain/hygiene/review-facts.ts';
import type { HygieneReview } from '../../domain/hygiene/review.ts';
import type { ActivityDeps } from '../deps.ts';
import { changeStream, type StreamChange, type StreamInHand } from '../streams/change-stream.ts';

/** A review under its customer's lock, at the customer's business instant. */
export type ReviewInHand = StreamInHand<LoadedReview>;
/** What a look at a review records. */
export type ReviewChange = StreamChange<ReviewFactDraft>;

const REVIEWS = { load: loadReview, carryOn: continueReview, actor: 'review' };

/**
 * Looks at a review under its customer's lock and records what `look` answers, in the name of the review itself. Answers with the
 * review as it is afterwards.
 */
export async function changeReview(
  deps: Pick<ActivityDeps, 'db' | 'wallNow'>,
  { reviewId, customerId }: { readonly reviewId: string; readonly customerId: string },
  look: (inHand: ReviewInHand) => ReviewChange | Promise<ReviewChange>,
): Promise<{ readonly known: HygieneReview; readonly now: Instant }> {
  return await changeStream(deps, REVIEWS, { id: reviewId, customerId }, look);
}
