import {
  condition,
  continueAsNew,
  defineSignal,
  setCurrentDetails,
  setHandler,
  workflowInfo,
} from '@temporalio/workflow';
import { CASE_CHANGED_SIGNAL, type CaseTurn, type SecurityCaseInput } from '../contracts/security-case-activities.ts';
import { newAlarm } from './alarm.ts';
import { assessCaseActivity, caseEffectActivity } from './case-activities.ts';

export const caseChangedSignal = defineSignal(CASE_CHANGED_SIGNAL);

/**
 * One security case, from its receipt to its end. It keeps the clocks: every turn asks what the facts mean now, starts
 * what is wanted and not under way, and sleeps until something changed, something was done, or a promise is due.
 */
export async function securityCase(input: SecurityCaseInput): Promise<void> {
  const alarm = newAlarm();
  const underWay = new Set<string>();
  let isStirred = false;
  setHandler(caseChangedSignal, () => {
    isStirred = true;
  });

  const carryOut = async ({ key, summary }: CaseTurn['effects'][number]): Promise<void> => {
    underWay.add(key);
    await caseEffectActivity(summary).carryOutCase({ ...input, effectKey: key });
    underWay.delete(key);
    isStirred = true;
  };

  for (;;) {
    isStirred = false;
    const assessedAt = Date.now();
    const turn = await assessCaseActivity().assessCase(input);
    setCurrentDetails(turn.details);
    if (turn.over) return;
    for (const effect of turn.effects) if (!underWay.has(effect.key)) void carryOut(effect);
    alarm.set(turn.sleepMs === null ? Number.POSITIVE_INFINITY : assessedAt + turn.sleepMs);
    await condition(() => isStirred || alarm.hasRung());
    if (workflowInfo().continueAsNewSuggested && underWay.size === 0) await continueAsNew<typeof securityCase>(input);
  }
}
