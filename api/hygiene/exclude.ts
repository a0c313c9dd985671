import type { z } from 'zod';
import type { newExclusion } from '../../contracts/hygiene.ts';
import type { Change } from '../../db/change.ts';
import { exclusionEndStatement, exclusionsOf, exclusionStatement, findExclusion } from '../../db/hygiene-exclusions.ts';
import { Refusal } from '../../domain/errors.ts';
import type { ApiDeps } from '../deps.ts';
import { writeNote } from '../notes.ts';
import type { WriteContext } from '../write.ts';
import { addToOpenReview } from './review-write.ts';

/** What the reason of an exclusion is to it, among the notes. */
export const EXCLUSION_NOTE = 'exclusion';

/** Has reviews leave an account alone. @throws Refusal `conflict`, `day_has_passed` */
export async function excludeAccount(
  change: Change,
  { actor }: WriteContext,
  { user, kind, owner, reviewOn, reason }: z.output<typeof newExclusion>,
  { now }: ApiDeps,
): Promise<string> {
  const { customer, trx } = change;
  if (reviewOn < change.today) throw new Refusal('day_has_passed', `the customer's today is ${change.today}`);
  const account = user.toLowerCase();
  if ((await exclusionsOf(trx, customer.id)).some((known) => known.user === account))
    throw new Refusal('conflict', 'this account is excluded already');
  const id = change.newId('hgx');
  const exclusion = { id, user: account, kind, owner, reviewOn, createdAt: change.now, createdBy: actor.name };
  change.write(exclusionStatement(customer.id, exclusion));
  change.audit('hygiene.excluded', { exclusion: id, user: account, kind, reviewOn });
  const wallNow = now();
  writeNote(change, { subject: id, kind: EXCLUSION_NOTE, text: reason, actor: actor.name, wallNow });
  await lookAgain(change, actor.name, wallNow);
  return id;
}

/** Reviews look at the account again. @throws Refusal `not_found`, `conflict` */
export async function endExclusion(change: Change, { actor, params }: WriteContext, { now }: ApiDeps): Promise<string> {
  const id = params['exclusion'] ?? '';
  const found = await findExclusion(change.trx, id);
  if (found === undefined || found.customerId !== change.customer.id)
    throw new Refusal('not_found', `there is no exclusion ${id}`);
  if (found.endedAt !== null) throw new Refusal('conflict', 'the exclusion has ended already');
  change.write(exclusionEndStatement(id, change.now, actor.name));
  change.audit('hygiene.exclusionEnded', { exclusion: id, user: found.user });
  await lookAgain(change, actor.name, now());
  return id;
}

/** The directory says nothing about exclusions: an open review has to look at it with new eyes. */
async function lookAgain(change: Change, actor: string, wallNow: number): Promise<void> {
  await addToOpenReview(change, { kind: 'review.lookAsked', body: {} }, { actor, wallNow });
}
