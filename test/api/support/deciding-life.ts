import { assess } from '../../../activities/life/assess.ts';
import type { Turn } from '../../../contracts/lifecycle.ts';
import type { Lifecycle } from '../../../api/lifecycle.ts';
import type { Db } from '../../../db/database.ts';

let turns = 0;

/** One turn of the life, by the real activity; what it decides to do outside is left undone. */
export async function decideNow(db: Db, customerId: string, now: number = Date.now()): Promise<Turn> {
  turns += 1;
  const run = { epoch: 1, runId: 'a-run-of-this-test', turn: turns, runTime: now };
  return await assess({ db, wallNow: () => now }, { customerId, ...run });
}

/** A life that decides at once, without Temporal: in place of the workflow the API calls the activity itself. */
export const decidingLife = (db: Db): Lifecycle => ({
  changed: (customerId) => decideNow(db, customerId),
  history: async () => [],
  reachable: async () => true,
});
