import { Context } from '@temporalio/activity';

/** Well below the heartbeat timeout of an effect, so that one late beat does not end it. */
const EVERY_MS = 4_000;

/**
 * Beats while `work` runs, so that the server notices within seconds that a worker has died, not at the end of its time.
 * @param details what the next attempt is to know of this one
 */
export async function withHeartbeat<T>(work: () => Promise<T>, details?: () => unknown): Promise<T> {
  const context = Context.current();
  const beating = setInterval(() => context.heartbeat(details?.()), EVERY_MS);
  try {
    return await work();
  } finally {
    clearInterval(beating);
  }
}
