import { createHash } from 'node:crypto';
import { PartnerCenterError } from '../../adapters/partner-center/partner-center-error.ts';
import { letterParties } from '../../db/hygiene-letters.ts';
import {
  type RelationshipSuccessor,
  successorMoveStatement,
  successorsOf,
  successorStatement,
} from '../../db/relationship-offers.ts';
import {
  type Arrangements,
  type DelegatedRelationship,
  isInForce,
  isOver,
} from '../../domain/access/relationship-end.ts';
import type { RelationshipUse } from '../../domain/access/relationship-use.ts';
import { type Renewal, renewalsDue, successorName } from '../../domain/access/renewal.ts';
import type { ActivityDeps } from '../deps.ts';
import type { LetterDeps } from '../notices/freeze-letter.ts';
import { openTask } from '../tasks/open-task.ts';
import { noteArrangement } from './note-arrangement.ts';
import { tellOfOffer } from './tell-of-offer.ts';

type RenewDeps = LetterDeps & Pick<ActivityDeps, 'newId' | 'log' | 'delegatedRelationships'>;

/** A customer whose relationships were just read at Microsoft. */
export interface RelationshipsAtSweep {
  readonly customerId: string;
  readonly tenant: string;
  /** False for a customer who is leaving: nothing is offered any more. */
  readonly stays: boolean;
  readonly relationships: readonly DelegatedRelationship[];
  readonly uses: readonly RelationshipUse[];
}

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
    if (successor.state === 'decided') await offer(deps, work, successor);
    if (successor.state === 'offered') await follow(deps, work, successor);
  } catch (error) {
    const { predecessor, state } = successor;
    deps.log.warn({ err: error, customerId, predecessor, state }, 'the successor of a relationship has to wait');
  }
}

async function offer(
  deps: RenewDeps,
  { customerId, tenant, relationships }: RelationshipsAtSweep,
  successor: RelationshipSuccessor,
): Promise<void> {
  const { predecessor, displayName, duration, roles } = successor;
  try {
    const { id } = await deps.delegatedRelationships.offer({ displayName, customerTenantId: tenant, duration, roles });
    await noteArrangement(deps, customerId, {
      statement: successorMoveStatement(predecessor, { state: 'offered', relationship: id }, deps.wallNow()),
      kind: 'access.successorOffered',
      body: { predecessor, relationship: id },
    });
    await tellOfOffer(deps, customerId, { ...successor, relationship: id }, relationships);
  } catch (error) {
    if (!isRefusal(error)) throw error;
    const code = error.code ?? error.kind;
    // From now on the end is a person's, as it is without an offer.
    await noteArrangement(deps, customerId, {
      statement: successorMoveStatement(predecessor, { state: 'refused', code }, deps.wallNow()),
      kind: 'access.successorRefused',
      body: { predecessor, code },
    });
  }
}

/** Repeating cannot help; what is wrong with our own sign-in concerns every customer, and passes. */
function isRefusal(error: unknown): error is PartnerCenterError {
  return error instanceof PartnerCenterError && (error.kind === 'refused' || error.kind === 'notFound');
}

async function follow(deps: RenewDeps, work: RelationshipsAtSweep, successor: RelationshipSuccessor): Promise<void> {
  const { customerId, relationships } = work;
  const { predecessor, relationship } = successor;
  const seen = relationships.find(({ id }) => id === relationship);
  if (seen !== undefined && isInForce(seen, deps.wallNow())) {
    await takeOver(deps, customerId, successor, seen);
    return await move(deps, customerId, successor, 'inForce');
  }
  if (seen !== undefined && isOver(seen)) return await move(deps, customerId, successor, 'over');
  const stillEnds = relationships.some((one) => one.id === predecessor && isInForce(one, deps.wallNow()));
  if (stillEnds) await tellOfOffer(deps, customerId, successor, relationships);
}

/** A relationship gives nobody anything: the partner's groups get under the successor what they had, as far as it carries that. */
async function takeOver(
  deps: RenewDeps,
  customerId: string,
  { predecessor, roles: carried }: RelationshipSuccessor,
  { id }: DelegatedRelationship,
): Promise<void> {
  try {
    for (const { securityGroup, roles } of await deps.delegatedRelationships.assignments(predecessor)) {
      const kept = roles.filter((role) => carried.includes(role));
      if (kept.length > 0) await deps.delegatedRelationships.assign(id, securityGroup, kept);
    }
  } catch (error) {
    if (isRefusal(error))
      await openTask(deps, customerId, {
        key: `successorWithoutGroups/${id}`,
        what: 'successorWithoutGroups',
        actor: 'access',
      });
    throw error;
  }
}

async function move(
  deps: RenewDeps,
  customerId: string,
  { predecessor, relationship }: RelationshipSuccessor,
  state: 'inForce' | 'over',
): Promise<void> {
  await noteArrangement(deps, customerId, {
    statement: successorMoveStatement(predecessor, { state }, deps.wallNow()),
    kind: state === 'inForce' ? 'access.successorInForce' : 'access.successorOver',
    body: { predecessor, relationship },
  });
}
