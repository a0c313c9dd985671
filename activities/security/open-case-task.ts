import { commitChange } from '../../db/commit-change.ts';
import type { CaseFactDraft } from '../../domain/security/case-facts.ts';
import type { ActivityDeps } from '../deps.ts';
import type { CaseAtWork } from './case-at-work.ts';

/** Opens a task for people about an occasion of a case, once: what was stopped is on again, and not by us (practice 52). */
export async function openCaseTask(
  { db, wallNow, newId }: Pick<ActivityDeps, 'db' | 'wallNow' | 'newId'>,
  { caseId, customerId }: CaseAtWork,
  key: string,
): Promise<readonly CaseFactDraft[]> {
  const request = { customer: customerId, actor: 'case', because: 'securityCase', wallNow: wallNow(), newId };
  const { result } = await commitChange(db, request, (change) => {
    const body = { task: change.newId('tsk'), key: `${caseId}/${key}`, what: 'containmentReturned' };
    const known = change.account.tasks.find((task) => task.key === body.key);
    if (known !== undefined) return known.task;
    change.record([{ kind: 'task.opened', effectiveOn: change.today, body }]);
    return body.task;
  });
  return [{ kind: 'case.taskOpened', body: { key, task: result } }];
}
