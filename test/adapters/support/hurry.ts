import { randomUUID } from 'node:crypto';
import { setImmediate as soon } from 'node:timers/promises';
import type { Runtime } from '../../../adapters/runtime.ts';

/** A runtime whose waits take no time: the clock jumps instead. `waits` says how long they would have been. */
export function hurryingRuntime(): Runtime & { readonly waits: number[]; skip(milliseconds: number): void } {
  const waits: number[] = [];
  let skipped = 0;
  return {
    waits,
    skip: (milliseconds) => {
      skipped += milliseconds;
    },
    now: () => Date.now() + skipped,
    sleep: async (milliseconds) => {
      waits.push(milliseconds);
      skipped += milliseconds;
      await soon();
    },
    newGuid: () => randomUUID(),
  };
}
