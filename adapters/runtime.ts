import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';

/**
 * What an adapter takes from the machine it runs on. Handed in, so that a test can move time and know every id.
 * `now` is wall time in epoch milliseconds: tokens, rate limits and signatures of the outside world know nothing of a
 * customer's test clock.
 */
export interface Runtime {
  readonly now: () => number;
  readonly sleep: (milliseconds: number) => Promise<void>;
  /** A random GUID; also the only source of randomness for jitter. */
  readonly newGuid: () => string;
}

export const systemRuntime: Runtime = Object.freeze({
  now: () => Date.now(),
  sleep: async (milliseconds: number) => {
    await delay(milliseconds);
  },
  newGuid: () => randomUUID(),
});

/**
 * Milliseconds to wait before try number `attempt` (1 is the first repetition): exponential with half of it jittered, so
 * that workers that failed together do not come back together.
 */
export function backoffMs(attempt: number, baseMs: number, runtime: Runtime): number {
  const ceiling = Math.min(baseMs * 2 ** (attempt - 1), 30_000);
  const fraction = Number.parseInt(runtime.newGuid().slice(0, 8), 16) / 2 ** 32;
  return Math.round(ceiling / 2 + (ceiling / 2) * fraction);
}
