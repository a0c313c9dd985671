import { Context } from '@temporalio/activity';
import { PartnerCenterError } from '../../adapters/partner-center/partner-center-error.ts';
import type { RoundReport } from '../../contracts/round-activities.ts';
import { keepScore } from '../../db/security-score.ts';
import { customersWithTenant } from '../../db/wake-candidates.ts';
import type { ActivityDeps } from '../deps.ts';
import { sideBySide } from '../side-by-side.ts';
import { sweepCustomer } from './sweep-customer.ts';

/** Tenants are throttled each for itself (contract §2.6), so several may be read at a time. */
const AT_ONCE = 8;

/**
 * The daily sweep over access: relationships, administrators, their MFA, and Microsoft's score of us. Only who has
 * something new is told.
 * @returns how many customers were looked at, and how many of them had something new
 */
export async function tendAccess(deps: ActivityDeps): Promise<RoundReport> {
  await readScore(deps);
  const relationships = await deps.delegatedRelationships.list();
  const customers = await customersWithTenant(deps.db);
  let woken = 0;
  await sideBySide(customers, AT_ONCE, async ({ customerId }) => {
    Context.current().heartbeat(customerId);
    if ((await sweepCustomer(deps, customerId, relationships)) > 0) woken += 1;
  });
  return { looked: customers.length, woken };
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
