import { Context } from '@temporalio/activity';
import { PartnerCenterError } from '../../adapters/partner-center/partner-center-error.ts';
import type { RoundReport } from '../../contracts/round-activities.ts';
import { customersWithTenant } from '../../db/wake-candidates.ts';
import type { ActivityDeps } from '../deps.ts';
import { sideBySide } from '../side-by-side.ts';
import { lookDaily } from './look-daily.ts';
import { openDueReview } from './open-due-review.ts';

const AT_ONCE = 8;

/**
 * The daily look at every customer's directory: use of licences and sign-ins also where nothing is billed by use (practice 17),
 * and the review when its time has come (practice 12). One that cannot be read does not keep the others from being looked at.
 * @returns how many customers there are, and for how many there was news: a jump or a review
 */
export async function tendHygiene(deps: ActivityDeps): Promise<RoundReport> {
  const customers = await customersWithTenant(deps.db);
  let woken = 0;
  await sideBySide(customers, AT_ONCE, async ({ customerId }) => {
    Context.current().heartbeat(customerId);
    const isOpened = await openDueReview(deps, customerId);
    const hasJumped = await lookDaily(deps, customerId).catch((error: unknown) => {
      if (!(error instanceof PartnerCenterError)) throw error;
      deps.log.warn({ code: error.code, kind: error.kind, customerId }, 'a directory could not be read');
      return false;
    });
    if (isOpened || hasJumped) woken += 1;
  });
  return { looked: customers.length, woken };
}
