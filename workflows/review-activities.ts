import { proxyActivities, proxyLocalActivities } from '@temporalio/workflow';
import type { HygieneReviewActivities } from '../contracts/hygiene-review-activities.ts';

/** One short PostgreSQL transaction, retried for ever: nothing else can happen to the review before it succeeds. */
export function assessReviewActivity(): Pick<HygieneReviewActivities, 'assessReview'> {
  return proxyLocalActivities<Pick<HygieneReviewActivities, 'assessReview'>>({
    startToCloseTimeout: '20 seconds',
    localRetryThreshold: '1 minute',
    retry: { initialInterval: '100 milliseconds', maximumInterval: '30 seconds', backoffCoefficient: 2 },
  });
}

/** Retried for ever as well, ever more slowly: a review has weeks. */
export function reviewEffectActivity(summary: string): Pick<HygieneReviewActivities, 'carryOutReview'> {
  return proxyActivities<Pick<HygieneReviewActivities, 'carryOutReview'>>({
    startToCloseTimeout: '30 minutes',
    heartbeatTimeout: '15 seconds',
    retry: { initialInterval: '1 second', maximumInterval: '1 hour', backoffCoefficient: 2 },
    summary,
  });
}
