import { Context } from '@temporalio/activity';
import type { RoundReport } from '../../contracts/round-activities.ts';
import { dutiesDue } from '../../db/microsoft-duties.ts';
import type { ActivityDeps } from '../deps.ts';
import { carryDuty } from './carry-duty.ts';

/**
 * Carries to Microsoft what is owed there for customers who have a tenant (practice 7, contract §4 and §8.1). It is no turn of
 * the customer's life: nothing a life decides waits for it, and an order without the agreement is refused by Microsoft anyway.
 * @returns how much is owed, and how much of it is done now
 */
export async function tendDuties(deps: ActivityDeps): Promise<RoundReport> {
  const due = await dutiesDue(deps.db);
  let woken = 0;
  for (const duty of due) {
    Context.current().heartbeat(duty.customerId);
    if (await carryDuty(deps, duty)) woken += 1;
  }
  return { looked: due.length, woken };
}
