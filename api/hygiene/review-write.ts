import type { Change } from '../../db/change.ts';
import { writeRecording } from '../../db/fact-stream.ts';
import { continueReview, openReviewOf } from '../../db/hygiene-reviews.ts';
import type { hygieneStanding } from '../../contracts/hygiene.ts';
import type { ReviewFactDraft } from '../../domain/hygiene/review-facts.ts';
import type { ApiDeps } from '../deps.ts';
import { customerWrite, type CustomerWriteSpec } from '../customer-write.ts';
import { customerResource } from '../resources/customer.ts';
import { hygieneStandingResource } from '../resources/hygiene.ts';
import type { Route } from '../route.ts';
import type { WriteContext } from '../write.ts';

type Shown = typeof hygieneStanding;
type Spec<Body> = Pick<
  CustomerWriteSpec<Body, Shown>,
  'id' | 'path' | 'summary' | 'status' | 'idempotencyKey' | 'body'
> & {
  /** Looks and records. @throws Refusal */
  change(change: Change, context: WriteContext, body: Body, deps: ApiDeps): Promise<void>;
};

/** A call about a customer's review; it answers where the review stands. */
export function reviewWrite<Body>(spec: Spec<Body>): Route {
  return customerWrite<Body, Shown>({
    ...spec,
    method: 'POST',
    tag: 'hygiene',
    because: 'hygiene',
    on: customerResource,
    shows: hygieneStandingResource,
    async change(change, context, body, deps) {
      await spec.change(change, context, body, deps);
      return change.customer.id;
    },
  });
}

/** Adds a fact to the customer's review, where one is open. */
export async function addToOpenReview(
  change: Change,
  draft: ReviewFactDraft,
  { actor, wallNow }: { readonly actor: string; readonly wallNow: number },
): Promise<void> {
  const open = await openReviewOf(change.trx, change.customer.id);
  if (open === undefined) return;
  writeRecording(change, continueReview(open, [draft], { at: change.now, recordedAt: wallNow, actor }));
}
