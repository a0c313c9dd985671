import type { z } from 'zod';
import type { approvalDecision } from '../../contracts/approvals.ts';
import type { GrantFactDraft } from '../../domain/access/grant-facts.ts';
import { Refusal } from '../../domain/errors.ts';
import { missingControls, requireControls } from './gate.ts';
import type { GrantContext } from './grant-write.ts';

/**
 * The second person's word. Where a waiver was asked for, to approve is to answer for the missing controls by name;
 * otherwise they are asked for once more, since days may have passed.
 * @throws Refusal `four_eyes`, `conflict`, `controls_missing`
 */
export async function decideAccess(
  { change, loaded, actor, wallNow }: GrantContext,
  { decision }: z.output<typeof approvalDecision>,
): Promise<GrantFactDraft> {
  const { askedBy, approvedAt, revokedAt, endsAt, target, waiverAsked } = loaded.known;
  if (askedBy === actor) throw new Refusal('four_eyes', 'nobody decides what they asked for');
  if (approvedAt !== null) throw new Refusal('conflict', 'it was approved already');
  if (revokedAt !== null || change.now >= endsAt) throw new Refusal('conflict', 'its time is over');
  if (decision === 'refuse') return { kind: 'grant.refused', body: { because: 'person' } };
  const missing = await missingControls(change.trx, loaded.customerId, target, wallNow);
  if (!waiverAsked) requireControls(missing);
  return { kind: 'grant.approved', body: { waived: missing } };
}
