import { commitChange } from '../../db/commit-change.ts';
import type { ActivityDeps } from '../deps.ts';

/** Work for a person. */
export interface NewTask {
  readonly customerId: string;
  /** Names the occasion, once for ever: `budgetDrift/124000/none`. What stands before the first `/` is the kind of work. */
  readonly key: string;
  /** Who found it, for the audit. */
  readonly actor: string;
}

/** Opens a task, once for its occasion; the life is told by the relay. @returns whether it was new */
export async function openTask(
  { db, wallNow, newId }: Pick<ActivityDeps, 'db' | 'wallNow' | 'newId'>,
  { customerId: customer, key, actor }: NewTask,
): Promise<boolean> {
  const request = { customer, actor, wallNow: wallNow(), newId, because: 'task' };
  const { result } = await commitChange(db, request, (change) => {
    if (change.account.tasks.some((known) => known.key === key)) return false;
    const what = key.slice(0, key.indexOf('/'));
    change.record([{ kind: 'task.opened', effectiveOn: change.today, body: { task: newId('tsk'), key, what } }]);
    return true;
  });
  return result;
}
