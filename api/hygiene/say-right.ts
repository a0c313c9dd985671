import type { z } from 'zod';
import type { newRemedyRight } from '../../contracts/hygiene.ts';
import type { Change } from '../../db/change.ts';
import { remedyRightOf, remedyRightStatement } from '../../db/remedy-rights.ts';
import { Refusal } from '../../domain/errors.ts';
import type { ApiDeps } from '../deps.ts';
import { writeNote } from '../notes.ts';
import type { WriteContext } from '../write.ts';
import { addToOpenReview } from './review-write.ts';

/** Records what the customer allows, or takes back. @throws Refusal `future_effective_day` */
export async function sayRight(
  change: Change,
  { actor }: WriteContext,
  body: z.output<typeof newRemedyRight>,
  { now }: ApiDeps,
): Promise<void> {
  const { customer, trx } = change;
  const { disable: mayDisable, delete: mayDelete, grantedOn, reason } = body;
  if (grantedOn > change.today) throw new Refusal('future_effective_day', `the customer's today is ${change.today}`);
  const version = ((await remedyRightOf(trx, customer.id))?.version ?? 0) + 1;
  const wallNow = now();
  const right = { mayDisable, mayDelete, grantedOn };
  change.write(remedyRightStatement(customer.id, version, right, { recordedAt: wallNow, actor: actor.name }));
  change.audit('hygiene.rightSaid', { version, ...right });
  writeNote(change, { subject: customer.id, kind: 'hygieneRight', text: reason, actor: actor.name, wallNow });
  await addToOpenReview(change, { kind: 'review.rightChanged', body: right }, { actor: actor.name, wallNow });
}
