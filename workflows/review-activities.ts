import { proxyActivities, proxyLocalActivities } from '@temporalio/workflow';
import type { HygieneReviewActivities } from '../contracts/hygiene-review-activities.ts';
import { ASSESSING, carryingOut } from './stream-activities.ts';

export function assessReviewActivity(): Pick<HygieneReviewActivities, 'assessReview'> {
  return proxyLocalActivities<Pick<HygieneReviewActivities, 'assessReview'>>(ASSESSING);
}

/** Ever more slowly: a review has weeks. */
export function reviewEffectActivity(summary: string): Pick<HygieneReviewActivities, 'carryOutReview'> {
  return proxyActivities<Pick<HygieneReviewActivities, 'carryOutReview'>>(
    carryingOut(summary, { startToCloseTimeout: '30 minutes', maximumInterval: '1 hour' }),
  );
}
