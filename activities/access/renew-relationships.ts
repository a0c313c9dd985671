import { createHash } from 'node:crypto';
import { letterParties } from '../../db/hygiene-letters.ts';
import { type RelationshipSuccessor, successorsOf, successorStatement } from '../../db/relationship-offers.ts';
import { type Arrangements, isInForce } from '../../domain/access/relationship-end.ts';
import { type Renewal, renewalsDue, successorName } from '../../domain/access/renewal.ts';
import { noteArrangement } from './note-arrangement.ts';
import { followSuccessor, offerSuccessor, type RelationshipsAtSweep, type RenewDeps } from './tend-successor.ts';

/**
 * Sees to the successors of relationships near their end (practice 72): each is decided on once, offered at Microsoft, told to the
 * customer, and takes over the predecessor's groups once the customer has approved it. Every step may be done again after a crash:
 * the offer is found by its name, the letter is frozen, groups are read before they are given roles.
 */
export async function renewRelationships(
  deps: RenewDeps,
  work: RelationshipsAtSweep,
): Promise<Pick<Arrangements, 'offered' | 'succeeded'>> {
  const { customerId, relationships, uses } = work;
  const now = deps.wallNow();
  const known = new Set((await successorsOf(deps.db, customerId)).map(({ predecessor }) => predecessor));
  const due = work.stays ? renewalsDue(relationships, uses, known, now) : [];
  for (const renewal of due) await decide(deps, customerId, renewal);
  for (const successor of await successorsOf(deps.db, customerId)) await tendUnlessAway(deps, work, successor);
  const successors = await successorsOf(deps.db, customerId);
  const isStanding = ({ relationship }: RelationshipSuccessor): boolean =>
    relationships.some((one) => one.id === relationship && isInForce(one, now));
  const idsOf = (which: (one: RelationshipSuccessor) => boolean): ReadonlySet<string> =>
    new Set(successors.filter(which).map(({ predecessor }) => predecessor));
  return {
    offered: idsOf(({ state }) => state === 'decided' || state === 'offered'),
    succeeded: idsOf((one) => one.state === 'inForce' && isStanding(one)),
  };
}

/** Before Microsoft is asked: its name is what a crash is recovered by. */
async function decide(deps: RenewDeps, customerId: string, renewal: Renewal): Promise<void> {
  const { sellerName } = await letterParties(deps.db, customerId);
  const code = createHash('sha256').update(renewal.predecessor).digest('hex').slice(0, 12);
  const displayName = successorName(sellerName, code);
  await noteArrangement(deps, customerId, {
    statement: successorStatement(customerId, renewal, displayName, deps.wallNow()),
    kind: 'access.successorDecided',
    body: { ...renewal },
  });
}

async function tendUnlessAway(
  deps: RenewDeps,
  work: RelationshipsAtSweep,
  successor: RelationshipSuccessor,
): Promise<void> {
  const { customerId } = work;
  try {
    if (successor.state === 'decided') await offerSuccessor(deps, work, successor);
    if (successor.state === 'offered') await followSuccessor(deps, work, successor);
  } catch (error) {
    const { predecessor, state } = successor;
    deps.log.warn({ err: error, customerId, predecessor, state }, 'the successor of a relationship has to wait');
  }
}
