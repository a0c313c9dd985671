import type { Change } from '../../db/change.ts';
import { writeRecording } from '../../db/fact-stream.ts';
import { openReviewOf } from '../../db/hygiene-reviews.ts';
import { startReview } from '../../db/start-review.ts';
import { Refusal } from '../../domain/errors.ts';
import type { ApiDeps } from '../deps.ts';
import type { WriteContext } from '../write.ts';

/** Opens a review before its time. @throws Refusal `wrong_phase`, `conflict` */
export async function startNow(change: Change, { actor }: WriteContext, { now, hygiene }: ApiDeps): Promise<void> {
  const { account, customer, trx } = change;
  if (account.traits.tenant === null)
    throw new Refusal('wrong_phase', 'the customer is linked to no tenant at Microsoft');
  if ((await openReviewOf(trx, customer.id)) !== undefined)
    throw new Refusal('conflict', 'a review of this customer is open');
  const opening = { id: change.newId('hyg'), customerId: customer.id, because: 'person', settings: hygiene } as const;
  const stamp = { at: change.now, recordedAt: now(), actor: actor.name };
  writeRecording(change, await startReview(trx, opening, stamp));
}
