import { businessNow, lockCustomer } from '../../db/customers.ts';
import type { Trx } from '../../db/database.ts';
import { continueCase, type LoadedCase, loadCase } from '../../db/security-cases.ts';
import { writeChange } from '../../db/write-change.ts';
import type { Instant } from '../../domain/calendar/day.ts';
import type { CaseFactDraft } from '../../domain/security/case-facts.ts';
import type { SecurityCase } from '../../domain/security/security-case.ts';
import type { ActivityDeps } from '../deps.ts';

/** A case under its customer's lock, at the customer's business instant. */
export interface CaseInHand {
  readonly trx: Trx;
  readonly loaded: LoadedCase;
  readonly now: Instant;
}

/**
 * Looks at a case under its customer's lock and records what `look` drafts, in the name of the case itself. Answers with
 * the case as it is afterwards.
 */
export async function changeCase(
  deps: Pick<ActivityDeps, 'db' | 'wallNow'>,
  { caseId, customerId }: { readonly caseId: string; readonly customerId: string },
  look: (inHand: CaseInHand) => readonly CaseFactDraft[] | Promise<readonly CaseFactDraft[]>,
): Promise<{ readonly known: SecurityCase; readonly now: Instant }> {
  return await deps.db.transaction().execute(async (trx) => {
    const customer = await lockCustomer(trx, customerId);
    const loaded = await loadCase(trx, caseId);
    if (loaded === undefined) throw new Error(`there is no case ${caseId}`);
    const wallNow = deps.wallNow();
    const now = businessNow(customer, wallNow);
    const drafts = await look({ trx, loaded, now });
    if (drafts.length === 0) return { known: loaded.known, now };
    const recording = continueCase(loaded, drafts, { at: now, recordedAt: wallNow, actor: 'case' });
    await writeChange(trx, customer, recording);
    return { known: recording.known, now };
  });
}
