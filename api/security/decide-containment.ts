import type { z } from 'zod';
import type { containmentDecision, containmentReversal } from '../../contracts/containment.ts';
import { actorOfFact } from '../../db/security-case-actors.ts';
import { Refusal } from '../../domain/errors.ts';
import type { CaseFactDraft } from '../../domain/security/case-facts.ts';
import type { Containment } from '../../domain/security/containment.ts';
import { CONTAINMENT_RULES } from '../../domain/security/containment-rules.ts';
import { isUnderWay } from '../../domain/security/decide-containment.ts';
import { requireRole } from '../actor.ts';
import { HOLD_RELEASERS } from '../roles.ts';
import type { CaseContext } from './case-write.ts';

/**
 * The second person's word about a containment (practice 54).
 * @throws Refusal `not_found`, `conflict` where nothing waits, `four_eyes` for the one who asked
 */
export async function decideContainment(
  context: CaseContext,
  { decision }: z.output<typeof containmentDecision>,
): Promise<CaseFactDraft> {
  const { containment, approval } = containmentBy(context);
  if (approval !== 'waiting') throw new Refusal('conflict', `nothing waits for a decision: approval is ${approval}`);
  const { change, loaded, actor } = context;
  const askedBy = await actorOfFact(change.trx, loaded.id, 'case.containmentOrdered', containment);
  if (askedBy === actor.name) throw new Refusal('four_eyes', 'nobody decides what they asked for');
  return decision === 'approve'
    ? { kind: 'case.containmentApproved', body: { containment, policy: null } }
    : { kind: 'case.containmentRefused', body: { containment } };
}

/**
 * Takes a containment back, where Microsoft allows it: starts again what was stopped, releases the fraud hold.
 * @throws Refusal `not_found`, `conflict`, `containment_not_supported`, `role_required` where a fraud hold would be released
 */
export function reverseContainment(context: CaseContext, _body: z.output<typeof containmentReversal>): CaseFactDraft {
  const one = containmentBy(context);
  const { containment, action, approval, holds } = one;
  const { reversal } = CONTAINMENT_RULES[action];
  if (reversal.length === 0)
    throw new Refusal(
      'containment_not_supported',
      action === 'removeAdminRole'
        ? 'a role is not given back: it is granted anew, with a reason and an end'
        : 'who was signed out signs in again',
    );
  if (reversal.includes('release')) requireRole(context.actor, HOLD_RELEASERS.fraud, 'releasing a fraud hold');
  if (approval === 'waiting' || approval === 'refused')
    throw new Refusal('conflict', 'nothing was stopped: the containment was not approved');
  if (isUnderWay(one)) throw new Refusal('conflict', 'it is still under way: take it back once it was read back');
  if (one.reversal !== null && !one.reversal.failed) throw new Refusal('conflict', 'it is taken back already');
  // Containments of an older release do not say under which hold they stand.
  if (action === 'suspendSubscriptions' && holds.length === 0)
    throw new Refusal('conflict', 'release the fraud hold itself: this containment does not name it');
  return { kind: 'case.reversalOrdered', body: { containment } };
}

function containmentBy({ loaded, params }: CaseContext): Containment {
  const id = params['containment'] ?? '';
  const found = loaded.known.containments.find(({ containment }) => containment === id);
  if (found === undefined) throw new Refusal('not_found', `the case has no containment ${id}`);
  return found;
}
