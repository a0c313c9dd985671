import { afterWrite, awaitSight, untilKnown } from '../partner-center/doubt.ts';
import type { PartnerConnection } from '../partner-center/connection.ts';
import { doubtful } from '../partner-center/partner-center-error.ts';

/**
 * Writes and looks until it shows. The request id is new each time and the same for every repetition within this write.
 * @param seen what the write has made; null while it does not show
 * @throws PartnerCenterError `doubtful` when it does not show in time
 */
export async function confirmed<T>(
  { limits, runtime }: Pick<PartnerConnection, 'limits' | 'runtime'>,
  write: (messageRequestId: string) => Promise<unknown>,
  seen: () => Promise<T | null>,
): Promise<T> {
  const messageRequestId = runtime.newGuid();
  const send = async (): Promise<T | null> => {
    await write(messageRequestId);
    return afterWrite(awaitSight(seen, limits.confirmMs, runtime));
  };
  const after = await untilKnown(send, seen, limits, runtime);
  if (after === null) throw doubtful({ code: 'not_yet_visible' });
  return after;
}
