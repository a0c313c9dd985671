import { continueCase, type LoadedCase, loadCase } from '../../db/security-cases.ts';
import type { Instant } from '../../domain/calendar/day.ts';
import type { CaseFactDraft } from '../../domain/security/case-facts.ts';
import type { SecurityCase } from '../../domain/security/security-case.ts';
import type { ActivityDeps } from '../deps.ts';
import { changeStream, type StreamInHand } from '../streams/change-stream.ts';

/** A case under its customer's lock, at the customer's business instant. */
export type CaseInHand = StreamInHand<LoadedCase>;

const CASES = { load: loadCase, carryOn: continueCase, actor: 'case' };

/**
 * Looks at a case under its customer's lock and records what `look` drafts, in the name of the case itself. Answers with
 * the case as it is afterwards.
 */
export async function changeCase(
  deps: Pick<ActivityDeps, 'db' | 'wallNow'>,
  { caseId, customerId }: { readonly caseId: string; readonly customerId: string },
  look: (inHand: CaseInHand) => readonly CaseFactDraft[] | Promise<readonly CaseFactDraft[]>,
): Promise<{ readonly known: SecurityCase; readonly now: Instant }> {
  return await changeStream(deps, CASES, { id: caseId, customerId }, async (inHand) => ({
    drafts: await look(inHand),
  }));
}
