import {
  condition,
  continueAsNew,
  defineSignal,
  setCurrentDetails,
  setHandler,
  workflowInfo,
} from '@temporalio/workflow';
import { type AccessGrantInput, GRANT_CHANGED_SIGNAL } from '../contracts/access-grant-activities.ts';
import { newAlarm } from './alarm.ts';
import { assessGrantActivity, grantEffectActivity } from './grant-activities.ts';

export const grantChangedSignal = defineSignal(GRANT_CHANGED_SIGNAL);

/**
 * One grant of access, from its request to the proof of its end. It keeps the time: every turn asks what the facts mean
 * now, carries out what is wanted, one thing after the other, and sleeps until something changed or an instant has come.
 */
export async function accessGrant(input: AccessGrantInput): Promise<void> {
  const alarm = newAlarm();
  let isStirred = false;
  setHandler(grantChangedSignal, () => {
    isStirred = true;
  });

  for (;;) {
    isStirred = false;
    const assessedAt = Date.now();
    const turn = await assessGrantActivity().assessGrant(input);
    setCurrentDetails(turn.details);
    if (turn.over) return;
    const [effect] = turn.effects;
    if (effect) {
      await grantEffectActivity(effect.summary).carryOutGrant({ ...input, effectKey: effect.key });
    } else {
      alarm.set(turn.sleepMs === null ? Number.POSITIVE_INFINITY : assessedAt + turn.sleepMs);
      await condition(() => isStirred || alarm.hasRung());
    }
    if (workflowInfo().continueAsNewSuggested) await continueAsNew<typeof accessGrant>(input);
  }
}
