import type { HygieneReviewInput, ReviewTurn } from '../../contracts/hygiene-review-activities.ts';
import type { Instant } from '../../domain/calendar/day.ts';
import { decideReview, dueAt, type ReviewEffect } from '../../domain/hygiene/decide-review.ts';
import { type HygieneReview, openFindings, stateOf } from '../../domain/hygiene/review.ts';
import type { ActivityDeps } from '../deps.ts';
import { noteAssessed } from '../streams/note-assessed.ts';
import { turnOfStream } from '../streams/turn-of-stream.ts';
import { changeReview } from './change-review.ts';

const SUMMARIES: Readonly<Record<ReviewEffect['kind'], string>> = {
  scan: "look at the customer's directory",
  tell: 'write to the customer',
  disable: 'disable accounts, as the customer allows',
  delete: 'delete accounts that were disabled',
  escalate: 'task for a person',
};

/** One turn of a review: what the time and its facts ask for is recorded, and what is to be done is answered. */
export async function assessReview(
  deps: Pick<ActivityDeps, 'db' | 'wallNow'>,
  input: HygieneReviewInput,
): Promise<ReviewTurn> {
  const { known, now } = await changeReview(deps, input, ({ loaded, now: at }) => ({
    drafts: decideReview(loaded.known, at).moves,
  }));
  // What was just recorded may ask for effects; a second look records nothing more.
  const decision = decideReview(known, now);
  await noteAssessed(deps.db, 'hygiene_review', { id: input.reviewId, seq: known.seq }, decision, now);
  return turnOfStream(decision, { seq: known.seq, now, details: detailsOf(known, now), summaries: SUMMARIES });
}

function detailsOf(known: HygieneReview, now: Instant): string {
  const due = dueAt(known);
  return [
    `**${stateOf(known)}** · ${openFindings(known, now).length} of ${known.findings.length} findings open`,
    ...(due === null
      ? []
      : [`- the customer acts by ${new Date(due).toISOString()}: ${now < due ? 'open' : 'passed'}`]),
    ...(known.disabled.size === 0 ? [] : [`- disabled ${known.disabled.size}, deleted ${known.deleted.size}`]),
  ].join('\n');
}
