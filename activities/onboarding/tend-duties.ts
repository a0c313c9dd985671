import { Context } from '@temporalio/activity';
import type { RoundReport } from '../../contracts/round-activities.ts';
import { dutiesDue } from '../../db/microsoft-duties.ts';
import { oweWithdrawals } from '../../db/owe-withdrawals.ts';
import { needsPerson } from '../../domain/onboarding/duty.ts';
import { carryDuty, type DutyDeps } from './carry-duty.ts';

/**
 * Carries to Microsoft what is owed there for customers who have a tenant (practice 7, contract §1.3, §4 and §8.1). It is no
 * turn of the customer's life: nothing a life decides waits for it, and an order without the agreement is refused by Microsoft
 * anyway. Where our administrator's sign-in is missing, one duty finds out for all that need it: the round `alarms` tells a
 * person.
 * @returns how much is owed, and how much of it is done now
 */
export async function tendDuties(deps: DutyDeps): Promise<RoundReport> {
  await oweWithdrawals(deps.db, deps.wallNow());
  const due = await dutiesDue(deps.db);
  let woken = 0;
  let isSignedIn = true;
  for (const duty of due) {
    if (!isSignedIn && needsPerson(duty.kind)) continue;
    Context.current().heartbeat(duty.customerId);
    const outcome = await carryDuty(deps, duty);
    if (outcome === 'done') woken += 1;
    if (outcome === 'signedOut') isSignedIn = false;
  }
  return { looked: due.length, woken };
}
