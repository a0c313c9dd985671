import { PartnerCenterError } from '../../adapters/partner-center/partner-center-error.ts';
import type { RoundReport } from '../../contracts/round-activities.ts';
import { keepScore } from '../../db/security-score.ts';
import type { ActivityDeps } from '../deps.ts';
import { customersOfTenants, lookedAt, overTheBook, withPlace } from '../rounds/over-the-book.ts';
import { sweepCustomer } from './sweep-customer.ts';

/**
 * The daily sweep over access: relationships, administrators, their MFA, and Microsoft's score of us. Only who has
 * something new is told.
 * @returns how many customers were looked at, and how many of them had something new
 */
export async function tendAccess(deps: ActivityDeps): Promise<RoundReport> {
  return await withPlace(async (place) => {
    await readScore(deps);
    const relationships = await deps.delegatedRelationships.list();
    const book = customersOfTenants(deps, 'access of a customer could not be swept');
    const { looked, woken } = await overTheBook(deps, place, book, async ({ customerId }) =>
      lookedAt((await sweepCustomer(deps, customerId, relationships)) > 0),
    );
    return { looked, woken };
  });
}

/** Beta at Microsoft, and no condition of anything: without it the sweep goes on. */
async function readScore({ db, securityScores, wallNow, log }: ActivityDeps): Promise<void> {
  try {
    await keepScore(db, await securityScores.read(), wallNow());
  } catch (error) {
    if (!(error instanceof PartnerCenterError)) throw error;
    log.warn({ code: error.code, kind: error.kind }, "Microsoft's security score could not be read");
  }
}
