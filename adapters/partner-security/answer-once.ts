import { afterWrite, awaitSight, untilKnown } from '../partner-center/doubt.ts';
import type { Limits } from '../partner-center/limits.ts';
import { doubtful } from '../partner-center/partner-center-error.ts';
import type { Runtime } from '../runtime.ts';
import type { SecurityAlert, Verdict } from './port.ts';

interface Answering {
  readonly read: () => Promise<SecurityAlert>;
  /** Tells Microsoft; the id is the same for every repetition within this answer. */
  readonly write: (messageRequestId: string) => Promise<void>;
  /** The verdict as this way will show it. */
  readonly wanted: Verdict;
  readonly limits: Limits;
  readonly runtime: Runtime;
}

/**
 * Tells Microsoft a verdict: reads, stops when it stands there already, writes, reads until it shows. The request id is new
 * each time, because under an old one the server repeats its old answer, also after somebody has changed the verdict.
 *
 * @throws PartnerCenterError `doubtful` when the verdict does not show
 */
export async function answerOnce({ read, write, wanted, limits, runtime }: Answering): Promise<SecurityAlert> {
  const standing = (alert: SecurityAlert): boolean => alert.status === 'resolved' && alert.verdict === wanted;
  const seen = async (): Promise<SecurityAlert | null> => {
    const alert = await read();
    return standing(alert) ? alert : null;
  };

  const before = await read();
  if (standing(before)) return before;
  const messageRequestId = runtime.newGuid();
  const send = async (): Promise<SecurityAlert | null> => {
    await write(messageRequestId);
    return afterWrite(awaitSight(seen, limits.confirmMs, runtime));
  };
  const after = await untilKnown(send, seen, limits, runtime);
  if (after === null) throw doubtful({ code: 'not_yet_visible' });
  return after;
}
