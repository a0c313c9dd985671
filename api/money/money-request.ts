import type { ChangeRequest } from '../../db/change.ts';
import type { Trx } from '../../db/database.ts';
import type { ApiDeps } from '../deps.ts';
import type { WriteContext } from '../write.ts';

/** Who moves money, and what must be so before anything is written. */
export interface MoneyRequest extends Omit<ChangeRequest, 'because'> {
  /** First in the transaction, after the locks: claims a delivery, compares `If-Match`. @throws to leave all as it was */
  readonly before?: (trx: Trx) => Promise<void>;
}

/** A person, or a program with a token, who moves money by a call. */
export function moneyRequestOf(deps: ApiDeps, { actor, idempotency }: WriteContext): MoneyRequest {
  return {
    actor: actor.name,
    roles: [actor.role],
    wallNow: deps.now(),
    newId: deps.newId,
    idempotency,
  };
}
