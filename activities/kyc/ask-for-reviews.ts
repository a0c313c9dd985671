import { Context } from '@temporalio/activity';
import type { RoundReport } from '../../contracts/round-activities.ts';
import { commitChange } from '../../db/commit-change.ts';
import { reviewsToDo } from '../../db/reviews-due.ts';
import type { ActivityDeps } from '../deps.ts';

const WHAT = { review: 'customerReview', reminder: 'customerReviewReminder' } as const;

/** Asks a person for each review that has come (yearly, or because something was not as agreed), and reminds once. */
export async function askForReviews(deps: Pick<ActivityDeps, 'db' | 'newId' | 'wallNow'>): Promise<RoundReport> {
  const { db, newId, wallNow } = deps;
  const due = await reviewsToDo(db, wallNow());
  for (const { customerId, dueOn, because, what } of due) {
    Context.current().heartbeat(customerId);
    const request = { customer: customerId, actor: 'screening', wallNow: wallNow(), newId, because: 'review' };
    await commitChange(db, request, (change) => {
      const body = { task: change.newId('tsk'), key: `${what}/${dueOn}`, what: WHAT[what] };
      change.record([{ kind: 'task.opened', effectiveOn: change.today, body }]);
      change.audit('review.due', { dueOn, because, what });
    });
  }
  return { looked: due.length, woken: due.length };
}
