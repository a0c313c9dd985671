import { randomUUID } from 'node:crypto';
import { assess } from '../../../activities/life/assess.ts';
import type { Lifecycle } from '../../../api/lifecycle.ts';
import { findCustomer } from '../../../db/customers.ts';
import type { Db } from '../../../db/database.ts';

/**
 * Lives without a Temporal server: each change takes one real turn, the activity that a worker would run, on the same
 * database. What it decides to do stays undone; tests of effects live in a whole house.
 */
export function decidingAtOnce(wallNow: () => number = Date.now): (db: Db) => Lifecycle {
  return (db) => ({
    async changed(customerId) {
      const customer = await findCustomer(db, customerId);
      if (customer === undefined) return 'pending';
      const { id, epoch, clock } = customer;
      const runTime = wallNow() + clock.offsetMs - clock.shiftMs;
      return await assess({ db, wallNow }, { customerId: id, epoch, runId: randomUUID(), turn: 1, runTime });
    },
    history: async () => [],
    reachable: async () => true,
  });
}
