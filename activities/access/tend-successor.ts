import { PartnerCenterError } from '../../adapters/partner-center/partner-center-error.ts';
import { type RelationshipSuccessor, successorMoveStatement } from '../../db/relationship-offers.ts';
import { type DelegatedRelationship, isInForce, isOver } from '../../domain/access/relationship-end.ts';
import type { RelationshipUse } from '../../domain/access/relationship-use.ts';
import type { ActivityDeps } from '../deps.ts';
import type { LetterDeps } from '../notices/freeze-letter.ts';
import { openTask } from '../tasks/open-task.ts';
import { noteArrangement } from './note-arrangement.ts';
import { tellOfOffer } from './tell-of-offer.ts';

export type RenewDeps = LetterDeps & Pick<ActivityDeps, 'newId' | 'log' | 'delegatedRelationships'>;

/** A customer whose relationships were just read at Microsoft. */
export interface RelationshipsAtSweep {
  readonly customerId: string;
  readonly tenant: string;
  /** False for a customer who is leaving: nothing is offered any more. */
  readonly stays: boolean;
  readonly relationships: readonly DelegatedRelationship[];
  readonly uses: readonly RelationshipUse[];
}

/** Offers it at Microsoft, where what an earlier try left is found by its name, and tells the customer. */
export async function offerSuccessor(
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

/** Looks what has become of an offer: approved, over, or still before the customer, who is told where he was not yet. */
export async function followSuccessor(
  deps: RenewDeps,
  work: RelationshipsAtSweep,
  successor: RelationshipSuccessor,
): Promise<void> {
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
