import { Context } from '@temporalio/activity';
import type { RoundReport } from '../../contracts/round-activities.ts';
import { budgetsToReview } from '../../db/budgets.ts';
import { customersToLookAt, noteTermsLook } from '../../db/terms.ts';
import type { ActivityDeps } from '../deps.ts';
import { openTask } from '../tasks/open-task.ts';
import { takeBreaches } from './take-breaches.ts';

/**
 * The monthly look at product terms (practice 11), and agreements about spending that are a year old (practice 7). It runs
 * daily and finds whoever this month has not seen: one who could not be read is met the next day.
 * @returns how many were looked at, and how many breaches and tasks were new
 */
export async function tendTerms(deps: ActivityDeps): Promise<RoundReport> {
  const wallNow = deps.wallNow();
  const month = new Date(wallNow).toISOString().slice(0, 7);
  let [looked, woken] = [0, 0];
  for (const customer of await customersToLookAt(deps.db, month)) {
    Context.current().heartbeat(customer.customerId);
    try {
      woken += await takeBreaches(deps, customer, month);
      await noteTermsLook(deps.db, customer.customerId, month, wallNow);
      looked += 1;
    } catch (error) {
      deps.log.error({ err: error, customerId: customer.customerId }, 'product terms could not be looked at');
    }
  }
  for (const { customerId, reviewOn } of await budgetsToReview(deps.db, wallNow)) {
    if (await openTask(deps, customerId, { what: 'budgetReview', key: `budgetReview/${reviewOn}`, actor: 'terms' }))
      woken += 1;
  }
  return { looked, woken };
}
