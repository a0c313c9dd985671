import type { StreamTurn } from './stream-turn.ts';

/** Messages and activities of a hygiene review. Ids and coded words only; workflow code imports this. */

export const HYGIENE_REVIEW_TYPE = 'hygieneReview';
/** Signal: look again, because a fact was recorded or the customer's clock was moved. */
export const REVIEW_CHANGED_SIGNAL = 'changed';

/** Workflow id of a review. */
export function hygieneReviewWorkflowId(reviewId: string): string {
  return `hygiene-review:${reviewId}`;
}

/** A run carries nothing that PostgreSQL lacks: any review can be started anew from this. */
export interface HygieneReviewInput {
  readonly reviewId: string;
  readonly customerId: string;
}

/** A turn of a review; its effects go one after the other: what follows is decided anew after each. */
export type ReviewTurn = StreamTurn;

export interface HygieneReviewActivities {
  /** One turn in one transaction: decides upon the review as it is now, and records what follows by itself. */
  assessReview(input: HygieneReviewInput): Promise<ReviewTurn>;
  /** Decides once more whether the effect is wanted, does it, reads back, records. Safe to repeat. */
  carryOutReview(input: HygieneReviewInput & { readonly effectKey: string }): Promise<void>;
}
