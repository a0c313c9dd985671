import { continueAsNew, defineSignal, setCurrentDetails, workflowInfo } from '@temporalio/workflow';
import { CASE_CHANGED_SIGNAL, type CaseTurn, type SecurityCaseInput } from '../contracts/security-case-activities.ts';
import { assessCaseActivity, caseEffectActivity } from './case-activities.ts';
import { openRest } from './rest.ts';

export const caseChangedSignal = defineSignal(CASE_CHANGED_SIGNAL);

/**
 * One security case, from its receipt to its end. It keeps the clocks: every turn asks what the facts mean now, starts
 * what is wanted and not under way, and sleeps until something changed, something was done, or a promise is due.
 */
export async function securityCase(input: SecurityCaseInput): Promise<void> {
  const rest = openRest(caseChangedSignal);
  const underWay = new Set<string>();

  const carryOut = async ({ key, summary }: CaseTurn['effects'][number]): Promise<void> => {
    underWay.add(key);
    await caseEffectActivity(summary).carryOutCase({ ...input, effectKey: key });
    underWay.delete(key);
    rest.stir();
  };

  for (;;) {
    rest.turnBegins();
    const turn = await assessCaseActivity().assessCase(input);
    setCurrentDetails(turn.details);
    if (turn.over) return;
    for (const effect of turn.effects) if (!underWay.has(effect.key)) void carryOut(effect);
    await rest.lasts(turn.sleepMs);
    if (workflowInfo().continueAsNewSuggested && underWay.size === 0) await continueAsNew<typeof securityCase>(input);
  }
}
