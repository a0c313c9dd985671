import type { z } from 'zod';
import type { approvalDecision } from '../../contracts/approvals.ts';
import type { Change } from '../../db/change.ts';
import { endingDecidedStatement } from '../../db/relationship-endings.ts';
import { Refusal } from '../../domain/errors.ts';
import type { ApiDeps } from '../deps.ts';
import { writeNote } from '../notes.ts';
import { ENDING_NOTES, endingBy } from '../resources/relationship-ending.ts';
import type { WriteContext } from '../write.ts';

/** The second person's word; what it approves is carried out at once, and read back. @throws Refusal `four_eyes`, `conflict` */
export async function decideEnding(
  change: Change,
  { actor, params }: WriteContext,
  { decision, note }: z.output<typeof approvalDecision>,
  { now }: ApiDeps,
): Promise<string> {
  const wallNow = now();
  const { id, relationship, state, askedBy } = await endingBy(change.trx, params['ending'] ?? '');
  if (askedBy === actor.name) throw new Refusal('four_eyes', 'nobody decides what they asked for');
  if (state !== 'asked') throw new Refusal('conflict', `it is ${state} already`);
  const decided = decision === 'approve' ? 'approved' : 'refused';
  change.write(endingDecidedStatement(id, decided, actor.name, wallNow));
  change.audit(decided === 'approved' ? 'access.endingApproved' : 'access.endingRefused', { ending: id, relationship });
  writeNote(change, { subject: id, kind: ENDING_NOTES.decision, text: note, actor: actor.name, wallNow });
  return id;
}
