import type { LifecycleInput, Turn } from '../contracts/lifecycle.ts';
import { effectActivity } from './activities.ts';

/** Carries out one decided effect. Whether it may still be done is the activity's first question, under the customer's lock. */
export async function carryOut(input: LifecycleInput, effect: Turn['effects'][number]): Promise<void> {
  await effectActivity(effect.summary).carryOut({
    customerId: input.customerId,
    epoch: input.epoch,
    effectKey: effect.key,
    runTime: Date.now(),
  });
}
