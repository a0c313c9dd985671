import { allHandlersFinished, condition, continueAsNew, workflowInfo } from '@temporalio/workflow';
import type { LifecycleInput } from '../contracts/lifecycle.ts';
import { carryOut } from './carry-out.ts';
import { openLife } from './life.ts';

/** A run on a live clock is renewed after this long at the latest, so that an old patch branch dies within a month. */
const LONGEST_RUN_MS = 30 * 24 * 3_600_000;

/**
 * One customer's commercial life. It keeps time and order and nothing else: every turn asks `assess` what the facts in
 * PostgreSQL mean now, carries out what was decided, one effect at a time, and sleeps until the next change or the next
 * instant at which the answer would differ. It ends when the customer is closed, or when another run has taken over.
 */
export async function customerLifecycle(input: LifecycleInput): Promise<void> {
  const life = openLife(input);
  await life.begin();
  while (!life.isOver()) {
    const effect = life.nextEffect();
    if (effect) {
      await carryOut(input, effect);
      life.carriedOut(effect);
      if (life.nextEffect() === undefined) await life.assess('effect');
    } else if (life.isBehind()) {
      await life.assess('change');
    } else if (life.isDue()) {
      await life.assess('deadline');
    } else if (Date.now() < renewal(input)) {
      await life.stirs(renewal(input));
    } else {
      await condition(allHandlersFinished);
      await continueAsNew<typeof customerLifecycle>(input);
    }
  }
  await condition(allHandlersFinished);
}

/** When this run should hand over to a fresh one; a run on a test clock does so only when the server suggests it. */
function renewal(input: LifecycleInput): number {
  const info = workflowInfo();
  if (info.continueAsNewSuggested) return Date.now();
  return input.testClock ? Number.POSITIVE_INFINITY : info.runStartTime.getTime() + LONGEST_RUN_MS;
}
