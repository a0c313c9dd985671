import { commitChange } from '../../db/commit-change.ts';
import type { ActivityDeps } from '../deps.ts';

/** Work for a person. `key` names the occasion for ever, `what` is a coded word. */
export interface TaskToOpen {
  readonly key: string;
  readonly what: string;
  /** Who opens it, for the audit. */
  readonly actor: string;
}

/** Opens a task, once for each occasion; the relay tells the customer's life. @returns whether it was new */
export async function openTask(
  { db, wallNow, newId }: Pick<ActivityDeps, 'db' | 'wallNow' | 'newId'>,
  customer: string,
  { key, what, actor }: TaskToOpen,
): Promise<boolean> {
  // A cheap question first: nearly always the task is known, and folding a customer's facts is not cheap.
  const known = await db
    .selectFrom('task')
    .select('id')
    .where('customer_id', '=', customer)
    .where('key', '=', key)
    .executeTakeFirst();
  if (known !== undefined) return false;
  const request = { customer, actor, because: 'task', wallNow: wallNow(), newId };
  const { result } = await commitChange(db, request, (change) => {
    if (change.account.tasks.some((task) => task.key === key)) return false;
    const body = { task: newId('tsk'), key, what };
    change.record([{ kind: 'task.opened', effectiveOn: change.today, body }]);
    return true;
  });
  return result;
}
