import { Context } from '@temporalio/activity';
import type { RoundReport } from '../../contracts/round-activities.ts';
import { customersWithTenant } from '../../db/wake-candidates.ts';
import type { ActivityDeps } from '../deps.ts';
import { findReenabled } from '../security/find-reenabled.ts';
import { tellDataLosses } from '../subscriptions/tell-data-losses.ts';
import { observeSubscriptions } from '../subscriptions/observe-subscriptions.ts';

/**
 * Compares every live customer's subscriptions with Microsoft; one that cannot be read is logged and met next time. Then looks
 * whether what was stopped for a fraud is on again, and, by
 * the terms as they are now known, writes to those whose data will be lost.
 */
export async function compareSubscriptions(deps: ActivityDeps): Promise<RoundReport> {
  const customers = await customersWithTenant(deps.db);
  let woken = 0;
  for (const { customerId } of customers) {
    Context.current().heartbeat(customerId);
    try {
      if ((await observeSubscriptions(deps, customerId)) > 0) woken += 1;
    } catch (error) {
      deps.log.warn({ err: error, customerId }, 'subscriptions could not be compared');
    }
  }
  const reenabled = await findReenabled(deps);
  await tellDataLosses(deps);
  return { looked: customers.length, woken: woken + reenabled };
}
