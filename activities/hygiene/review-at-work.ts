import type { HygieneReview } from '../../domain/hygiene/review.ts';

/** A review for which something is to be done. */
export interface ReviewAtWork {
  readonly reviewId: string;
  readonly customerId: string;
  readonly known: HygieneReview;
}
