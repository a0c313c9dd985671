import { isGrpcServiceError } from '@temporalio/client';
import type { Logger } from 'pino';
import { sideBySide } from './side-by-side.ts';

/** Codes of gRPC: cancelled, deadline exceeded, unavailable. */
const AWAY: ReadonlySet<number> = new Set([1, 4, 14]);

/**
 * Tells workflows something, `width` of them at a time. One that cannot be told (its history takes no more signals) is logged,
 * and keeps no other from being told.
 * @returns those that were told
 * @throws where the server is away: then nobody can be told, and each try would only take its time
 */
export async function tellEach<T>(
  log: Logger,
  ones: readonly T[],
  width: number,
  tell: (one: T) => Promise<void>,
): Promise<readonly T[]> {
  const told = await sideBySide(ones, width, async (one) => {
    try {
      await tell(one);
      return [one];
    } catch (error) {
      if (isAway(error)) throw error;
      log.error({ err: error, one }, 'a workflow could not be told');
      return [];
    }
  });
  return told.flat();
}

function isAway(error: unknown): boolean {
  const cause = error instanceof Error && isGrpcServiceError(error.cause) ? error.cause : error;
  return isGrpcServiceError(cause) && AWAY.has(cause.code);
}
