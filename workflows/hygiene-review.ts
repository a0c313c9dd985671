import {
  condition,
  continueAsNew,
  defineSignal,
  setCurrentDetails,
  setHandler,
  workflowInfo,
} from '@temporalio/workflow';
import { type HygieneReviewInput, REVIEW_CHANGED_SIGNAL } from '../contracts/hygiene-review-activities.ts';
import { newAlarm } from './alarm.ts';
import { assessReviewActivity, reviewEffectActivity } from './review-activities.ts';

export const reviewChangedSignal = defineSignal(REVIEW_CHANGED_SIGNAL);

/**
 * One review of a customer's directory, from its opening to the look that proves it settled. It keeps the time: every turn asks
 * what the facts mean now, carries out what is wanted, one thing after the other, and sleeps until something changed or a day
 * has come.
 */
export async function hygieneReview(input: HygieneReviewInput): Promise<void> {
  const alarm = newAlarm();
  let isStirred = false;
  setHandler(reviewChangedSignal, () => {
    isStirred = true;
  });

  for (;;) {
    isStirred = false;
    const assessedAt = Date.now();
    const turn = await assessReviewActivity().assessReview(input);
    setCurrentDetails(turn.details);
    if (turn.over) return;
    const [effect] = turn.effects;
    if (effect) {
      await reviewEffectActivity(effect.summary).carryOutReview({ ...input, effectKey: effect.key });
    } else {
      alarm.set(turn.sleepMs === null ? Number.POSITIVE_INFINITY : assessedAt + turn.sleepMs);
      await condition(() => isStirred || alarm.hasRung());
    }
    if (workflowInfo().continueAsNewSuggested) await continueAsNew<typeof hygieneReview>(input);
  }
}
