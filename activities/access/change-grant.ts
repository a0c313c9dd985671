import { continueGrant, type LoadedGrant, loadGrant } from '../../db/access-grants.ts';
import { businessNow, lockCustomer } from '../../db/customers.ts';
import { writeChange } from '../../db/write-change.ts';
import type { AccessGrantInput } from '../../contracts/access-grant-activities.ts';
import type { AccessGrant } from '../../domain/access/access-grant.ts';
import type { GrantFactDraft } from '../../domain/access/grant-facts.ts';
import type { Instant } from '../../domain/calendar/day.ts';
import type { ActivityDeps } from '../deps.ts';

/** A grant under its customer's lock, at the customer's business instant. */
export interface GrantInHand {
  readonly loaded: LoadedGrant;
  readonly now: Instant;
}

/**
 * Looks at a grant under its customer's lock and records what `look` drafts, in the name of the grant itself. Answers with
 * the grant as it is afterwards.
 */
export async function changeGrant(
  deps: Pick<ActivityDeps, 'db' | 'wallNow'>,
  { grantId, customerId }: AccessGrantInput,
  look: (inHand: GrantInHand) => readonly GrantFactDraft[],
): Promise<{ readonly known: AccessGrant; readonly now: Instant }> {
  return await deps.db.transaction().execute(async (trx) => {
    const customer = await lockCustomer(trx, customerId);
    const loaded = await loadGrant(trx, grantId);
    if (loaded === undefined) throw new Error(`there is no grant ${grantId}`);
    const wallNow = deps.wallNow();
    const now = businessNow(customer, wallNow);
    const drafts = look({ loaded, now });
    if (drafts.length === 0) return { known: loaded.known, now };
    const recording = continueGrant(loaded, drafts, { at: now, recordedAt: wallNow, actor: 'grant' });
    await writeChange(trx, customer, recording);
    return { known: recording.known, now };
  });
}
