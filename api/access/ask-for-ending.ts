import type { z } from 'zod';
import type { newRelationshipEnding } from '../../contracts/delegated-relationships.ts';
import { findStanding } from '../../db/access-standing.ts';
import type { Change } from '../../db/change.ts';
import { endingAskedStatement, endingsOf } from '../../db/relationship-endings.ts';
import { isInForce } from '../../domain/access/relationship-end.ts';
import { Refusal } from '../../domain/errors.ts';
import type { ApiDeps } from '../deps.ts';
import { writeNote } from '../notes.ts';
import { ENDING_NOTES } from '../resources/relationship-ending.ts';
import type { WriteContext } from '../write.ts';

/**
 * Asks for a relationship to be ended. Nothing is done at Microsoft by it: a second person decides (design, rule 3).
 * @throws Refusal `not_found` for one that the sweep has not seen in force with this customer, `conflict` where that is asked already
 */
export async function askForEnding(
  change: Change,
  { actor, params }: WriteContext,
  { reason }: z.output<typeof newRelationshipEnding>,
  { now }: ApiDeps,
): Promise<string> {
  const wallNow = now();
  const customerId = change.customer.id;
  const relationship = params['relationship'] ?? '';
  const standing = await findStanding(change.trx, customerId);
  const seen = standing?.relationships.find(({ id }) => id === relationship);
  if (seen === undefined || !isInForce(seen, wallNow))
    throw new Refusal('not_found', 'the customer has no such relationship in force, as it was last read');
  const isOpen = (await endingsOf(change.trx, customerId)).some(
    (one) => one.relationship === relationship && (one.state === 'asked' || one.state === 'approved'),
  );
  if (isOpen) throw new Refusal('conflict', 'its end was asked for already');
  const id = change.newId('rle');
  change.write(endingAskedStatement({ id, customerId, relationship, askedBy: actor.name, askedAt: wallNow }));
  change.audit('access.endingAsked', { ending: id, relationship });
  writeNote(change, { subject: id, kind: ENDING_NOTES.reason, text: reason, actor: actor.name, wallNow });
  return id;
}
