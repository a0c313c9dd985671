import { backoffMs, type Runtime } from '../runtime.ts';
import type { Limits } from './limits.ts';
import { doubtful, PartnerCenterError } from './partner-center-error.ts';

const isDoubtful = (error: unknown): error is PartnerCenterError =>
  error instanceof PartnerCenterError && error.kind === 'doubtful';

/**
 * Carries out one write until it is known what came of it: write; where the answer was lost or was trouble of the server,
 * look; where looking shows nothing, write again under the same request id. `readBack` answers null while it sees no effect.
 *
 * @throws PartnerCenterError `doubtful` when the tries are used up, or when looking failed as well
 */
export async function untilKnown<T>(
  write: () => Promise<T>,
  readBack: () => Promise<T | null>,
  limits: Limits,
  runtime: Runtime,
): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await write();
    } catch (error) {
      const doubt = isDoubtful(error);
      // A refusal of a repetition may be the answer to an earlier try that did succeed.
      if (!doubt && attempt === 1) throw error;
      const found = await readBack().catch((): never => {
        throw error;
      });
      if (found !== null) return found;
      if (!doubt || attempt >= limits.attempts) throw error;
      await runtime.sleep(backoffMs(attempt, limits.backoffMs, runtime));
    }
  }
}

/** A look that fails after a write says nothing about the write: `doubtful`, never "nothing happened". */
export async function afterWrite<T>(look: Promise<T>): Promise<T> {
  return look.catch((cause: unknown): never => {
    throw isDoubtful(cause) ? cause : doubtful({ cause });
  });
}

/** Looks again, ever less often, until something is seen or the time is over (null). */
export async function awaitSight<T>(
  look: () => Promise<T | null>,
  withinMs: number,
  runtime: Runtime,
): Promise<T | null> {
  const until = runtime.now() + withinMs;
  for (let pauseMs = 100; ; pauseMs = Math.min(pauseMs * 2, 2_000)) {
    const seen = await look();
    if (seen !== null || runtime.now() + pauseMs > until) return seen;
    await runtime.sleep(pauseMs);
  }
}
