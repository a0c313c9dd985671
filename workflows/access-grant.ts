import { continueAsNew, defineSignal, workflowInfo } from '@temporalio/workflow';
import { type AccessGrantInput, GRANT_CHANGED_SIGNAL } from '../contracts/access-grant-activities.ts';
import { assessGrantActivity, grantEffectActivity } from './grant-activities.ts';
import { oneByOne } from './one-by-one.ts';

export const grantChangedSignal = defineSignal(GRANT_CHANGED_SIGNAL);

/**
 * One grant of access, from its request to the proof of its end. It keeps the time: every turn asks what the facts mean
 * now, carries out what is wanted, one thing after the other, and sleeps until something changed or an instant has come.
 */
export async function accessGrant(input: AccessGrantInput): Promise<void> {
  const grant = oneByOne(grantChangedSignal, {
    assess: () => assessGrantActivity().assessGrant(input),
    carryOut: ({ key, summary }) => grantEffectActivity(summary).carryOutGrant({ ...input, effectKey: key }),
  });
  for (;;) {
    const turn = await grant.turn();
    if (turn.over) return;
    await grant.goesOn(turn);
    if (workflowInfo().continueAsNewSuggested) await continueAsNew<typeof accessGrant>(input);
  }
}
