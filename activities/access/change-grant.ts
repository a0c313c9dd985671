import type { AccessGrantInput } from '../../contracts/access-grant-activities.ts';
import { continueGrant, type LoadedGrant, loadGrant } from '../../db/access-grants.ts';
import type { AccessGrant } from '../../domain/access/access-grant.ts';
import type { GrantFactDraft } from '../../domain/access/grant-facts.ts';
import type { Instant } from '../../domain/calendar/day.ts';
import type { ActivityDeps } from '../deps.ts';
import { changeStream, type StreamInHand } from '../streams/change-stream.ts';

/** A grant under its customer's lock, at the customer's business instant. */
export type GrantInHand = StreamInHand<LoadedGrant>;

const GRANTS = { load: loadGrant, carryOn: continueGrant, actor: 'grant' };

/**
 * Looks at a grant under its customer's lock and records what `look` drafts, in the name of the grant itself. Answers with
 * the grant as it is afterwards.
 */
export async function changeGrant(
  deps: Pick<ActivityDeps, 'db' | 'wallNow'>,
  { grantId, customerId }: AccessGrantInput,
  look: (inHand: GrantInHand) => readonly GrantFactDraft[],
): Promise<{ readonly known: AccessGrant; readonly now: Instant }> {
  return await changeStream(deps, GRANTS, { id: grantId, customerId }, (inHand) => ({ drafts: look(inHand) }));
}
