import type { HygieneReviewActivities } from '../../contracts/hygiene-review-activities.ts';
import { decideReview, type ReviewEffect } from '../../domain/hygiene/decide-review.ts';
import type { ReviewFactDraft } from '../../domain/hygiene/review-facts.ts';
import type { Instant } from '../../domain/calendar/day.ts';
import type { ActivityDeps } from '../deps.ts';
import { openTask } from '../tasks/open-task.ts';
import { changeReview } from './change-review.ts';
import { deleteAccounts, disableAccounts } from './remedy.ts';
import type { ReviewAtWork } from './review-at-work.ts';
import { scan } from './scan.ts';
import { tellCustomer } from './tell-customer.ts';

/**
 * One effect of a review: is it still wanted, do it, record what came of it. Everything done here may be done again after
 * a crash without harm: letters are frozen, accounts are looked at before they are touched.
 */
export async function carryOutReview(
  deps: ActivityDeps,
  { reviewId, customerId, effectKey }: Parameters<HygieneReviewActivities['carryOutReview']>[0],
): Promise<void> {
  const ids = { reviewId, customerId };
  const { known, now } = await changeReview(deps, ids, () => ({ drafts: [] }));
  const effect = decideReview(known, now).effects.find(({ key }) => key === effectKey);
  if (effect === undefined) return;
  const work: ReviewAtWork = { ...ids, known };
  if (effect.kind === 'scan') return await scan(deps, work);
  const drafts = await done(deps, work, effect, now);
  await changeReview(deps, ids, ({ loaded }) => ({
    // Somebody may have settled it meanwhile, or another try was quicker: what is recorded twice counts once.
    drafts: loaded.known.closedAt === null ? drafts : [],
  }));
}

async function done(
  deps: ActivityDeps,
  work: ReviewAtWork,
  effect: Exclude<ReviewEffect, { kind: 'scan' }>,
  now: Instant,
): Promise<readonly ReviewFactDraft[]> {
  switch (effect.kind) {
    case 'tell':
      return await tellCustomer(deps, work, effect, now);
    case 'disable':
      return await disableAccounts(deps, work, effect.users);
    case 'delete':
      return await deleteAccounts(deps, work, effect.users);
    case 'escalate': {
      const { because } = effect;
      const task = { key: `hygiene/${work.reviewId}/${because}`, what: `hygiene-${because}`, actor: 'review' };
      await openTask(deps, work.customerId, task);
      return [{ kind: 'review.escalated', body: { because } }];
    }
  }
}
