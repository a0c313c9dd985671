import { lockCustomer } from '../../db/customers.ts';
import { writeChange } from '../../db/write-change.ts';
import type { ActivityDeps } from '../deps.ts';
import { tellLife } from './tell-lives.ts';

/** Makes a life take a turn although no fact is new: a mark of its own, delivered at once. */
export async function wake(deps: ActivityDeps, customerId: string, because: string): Promise<void> {
  const life = await deps.db.transaction().execute(async (trx) => {
    const customer = await lockCustomer(trx, customerId);
    const version = customer.factVersion + 1;
    await writeChange(trx, customer, {
      statements: [],
      events: [],
      mark: { version, recordedAt: deps.wallNow(), because },
    });
    return {
      customerId,
      epoch: customer.epoch,
      testClock: customer.clock.mode === 'test',
      change: { factVersion: version, because },
    };
  });
  await tellLife(deps.client, deps.taskQueue, life);
}
