import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from '@temporalio/client';
import { restartLife } from '../../activities/rounds/tell-lives.ts';
import type { Db } from '../../db/database.ts';
import { beginEpoch, livesToRun } from '../../db/epochs.ts';
import type { Instant } from '../../domain/calendar/day.ts';

export interface RecoverDeps {
  readonly db: Db;
  readonly client: Client;
  readonly taskQueue: string;
  readonly wallNow: () => Instant;
}

export interface RecoverProgress {
  readonly total: number;
  readonly restarted: number;
  /** Lives with an effect under way, which are waited for. */
  readonly underWay: number;
}

export interface RecoverOptions {
  /** So long an effect that began may still be carried out by somebody; default two minutes, an activity's time-out. */
  readonly patienceMs?: number;
  readonly onProgress?: (progress: RecoverProgress) => void;
}

const PATIENCE_MS = 120_000;
const AT_ONCE = 16;
const LOOK_AGAIN_MS = 500;

/**
 * Starts every life anew from PostgreSQL alone, in a new epoch: after Temporal's database was wiped, or restored from an
 * old copy. What old runs still want is refused; what had been done is on record and is not done again. Safe to repeat
 * at any time: a second recovery is one more epoch.
 * @throws when Temporal cannot be reached; what was restarted by then stays so.
 */
export async function recoverLives(deps: RecoverDeps, options: RecoverOptions = {}): Promise<RecoverProgress> {
  const { patienceMs = PATIENCE_MS, onProgress = () => undefined } = options;
  const ids = await livesToRun(deps.db);
  let restarted = 0;
  let left: readonly string[] = ids;
  const progress = (): RecoverProgress => ({ total: ids.length, restarted, underWay: left.length });
  while (left.length > 0) {
    const queue = [...left];
    const underWay: string[] = [];
    left = underWay;
    const next = async (): Promise<void> => {
      for (let id = queue.shift(); id !== undefined; id = queue.shift()) {
        if (await restart(deps, id, patienceMs)) restarted += 1;
        else underWay.push(id);
        onProgress(progress());
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, next));
    if (underWay.length > 0) await sleep(LOOK_AGAIN_MS);
  }
  return progress();
}

/** False while one of its effects is under way. */
async function restart(deps: RecoverDeps, customerId: string, patienceMs: number): Promise<boolean> {
  const wallNow = deps.wallNow();
  const begun = { actor: 'recovery', wallNow, underWaySince: wallNow - patienceMs };
  const life = await beginEpoch(deps.db, customerId, begun);
  if (life !== null) await restartLife(deps.client, deps.taskQueue, life);
  return life !== null;
}
