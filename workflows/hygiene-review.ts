import { continueAsNew, defineSignal, workflowInfo } from '@temporalio/workflow';
import { type HygieneReviewInput, REVIEW_CHANGED_SIGNAL } from '../contracts/hygiene-review-activities.ts';
import { oneByOne } from './one-by-one.ts';
import { assessReviewActivity, reviewEffectActivity } from './review-activities.ts';

export const reviewChangedSignal = defineSignal(REVIEW_CHANGED_SIGNAL);

/**
 * One review of a customer's directory, from its opening to the look that proves it settled. It keeps the time: every turn asks
 * what the facts mean now, carries out what is wanted, one thing after the other, and sleeps until something changed or a day
 * has come.
 */
export async function hygieneReview(input: HygieneReviewInput): Promise<void> {
  const review = oneByOne(reviewChangedSignal, {
    assess: () => assessReviewActivity().assessReview(input),
    carryOut: ({ key, summary }) => reviewEffectActivity(summary).carryOutReview({ ...input, effectKey: key }),
  });
  for (;;) {
    const turn = await review.turn();
    if (turn.over) return;
    await review.goesOn(turn);
    if (workflowInfo().continueAsNewSuggested) await continueAsNew<typeof hygieneReview>(input);
  }
}
