import type { HygieneReview } from '../domain/hygiene/review.ts';
import type { HygieneSettings } from '../domain/hygiene/settings.ts';
import type { Trx } from './database.ts';
import type { StreamRecording, StreamStamp } from './fact-stream.ts';
import { beginReview } from './hygiene-reviews.ts';
import { remedyRightOf } from './remedy-rights.ts';

/** A review to be opened, under its customer's lock. */
export interface ReviewOpening {
  readonly id: string;
  readonly customerId: string;
  readonly because: 'schedule' | 'person';
  readonly settings: HygieneSettings;
}

/** A review that begins, with what the customer allows at this moment. */
export async function startReview(
  trx: Trx,
  { id, customerId, because, settings }: ReviewOpening,
  stamp: StreamStamp,
): Promise<StreamRecording<HygieneReview>> {
  const said = await remedyRightOf(trx, customerId);
  const right = said && { mayDisable: said.mayDisable, mayDelete: said.mayDelete, grantedOn: said.grantedOn };
  return beginReview({ id, customerId }, [{ kind: 'review.opened', body: { because, settings, right } }], stamp);
}
