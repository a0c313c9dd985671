import { commitChange } from '../../db/commit-change.ts';
import type { LogCustomer } from '../../db/log-customers.ts';
import type { ActivityDeps } from '../deps.ts';

/**
 * A tenant that does not let its logs be read leaves us blind (practices 69 and 72): a task for a person, once. Whoever closes
 * it while the tenant still refuses has decided so.
 */
export async function askForAccess(deps: ActivityDeps, { head }: LogCustomer, of: 'azure' | 'entra'): Promise<void> {
  const { db, wallNow, newId } = deps;
  const request = { actor: 'activity', wallNow: wallNow(), newId, because: 'logsDenied', customer: head.id };
  await commitChange(db, request, (change) => {
    const key = `logsDenied/${of}`;
    if (change.account.tasks.some((task) => task.key === key && task.open)) return;
    change.record([
      { kind: 'task.opened', effectiveOn: change.today, body: { task: change.newId('tsk'), key, what: 'logsDenied' } },
    ]);
  });
}
