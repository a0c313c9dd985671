import { approvalLink } from '../../adapters/delegated-access/approval-link.ts';
import { letterParties } from '../../db/hygiene-letters.ts';
import type { RelationshipSuccessor } from '../../db/relationship-offers.ts';
import { writeOfferLetter } from '../../domain/access/offer-letter.ts';
import type { DelegatedRelationship } from '../../domain/access/relationship-end.ts';
import { dayAt } from '../../domain/calendar/day.ts';
import { type TellDeps, tellOnce } from '../notices/tell-once.ts';

/**
 * Sends the customer the link by which he approves a successor, once (design, rule 5): to whoever looks after users there. Where
 * the letter reaches nobody a person is asked; one that comes back later is a task as every notice is.
 */
export async function tellOfOffer(
  deps: TellDeps,
  customerId: string,
  { predecessor, relationship, displayName, duration, roles, dropped }: RelationshipSuccessor,
  relationships: readonly DelegatedRelationship[],
): Promise<void> {
  await tellOnce(deps, customerId, {
    effectKey: `relationshipOffer/${predecessor}`,
    step: 'relationshipOffer',
    occurrence: predecessor,
    parties: letterParties,
    wordsAt: (now, { timeZone }) => {
      const endsAt = relationships.find(({ id }) => id === predecessor)?.endsAt ?? now;
      const offer = { displayName, duration, roles, dropped, approvalUrl: approvalLink(relationship ?? '') };
      return ({ traits }, parties) =>
        writeOfferLetter({ ...parties, ...offer, endsOn: dayAt(endsAt, timeZone) }, traits.locale);
    },
    told: { kind: 'access.successorTold', body: { predecessor, relationship } },
    untold: { key: `relationshipOfferNotTold/${predecessor}`, what: 'relationshipOfferNotTold' },
    actor: 'access',
  });
}
