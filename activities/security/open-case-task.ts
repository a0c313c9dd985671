import { commitChange } from '../../db/commit-change.ts';
import type { CaseFactDraft } from '../../domain/security/case-facts.ts';
import type { ActivityDeps } from '../deps.ts';
import type { CaseAtWork } from './case-at-work.ts';

type TaskDeps = Pick<ActivityDeps, 'db' | 'wallNow' | 'newId'>;

/**
 * Opens a task for people about an occasion of a case, once: a containment waits for a second person (practice 54), or what was
 * stopped is on again, and not by us (practice 52).
 */
export async function openCaseTask(deps: TaskDeps, work: CaseAtWork, key: string): Promise<readonly CaseFactDraft[]> {
  const { result } = await commitChange(deps.db, requestOf(deps, work), (change) => {
    const what = key.startsWith('task.approval.') ? 'containmentApproval' : 'containmentReturned';
    const body = { task: change.newId('tsk'), key: `${work.caseId}/${key}`, what };
    const known = change.account.tasks.find((task) => task.key === body.key);
    if (known !== undefined) return known.task;
    change.record([{ kind: 'task.opened', effectiveOn: change.today, body }]);
    return body.task;
  });
  return [{ kind: 'case.taskOpened', body: { key, task: result } }];
}

/** Closes it where nobody has: what it asked for was done elsewhere. */
export async function closeCaseTask(deps: TaskDeps, work: CaseAtWork, key: string): Promise<readonly CaseFactDraft[]> {
  await commitChange(deps.db, requestOf(deps, work), (change) => {
    const known = change.account.tasks.find((task) => task.key === `${work.caseId}/${key}` && task.open);
    if (known !== undefined)
      change.record([{ kind: 'task.closed', effectiveOn: change.today, body: { task: known.task } }]);
  });
  return [{ kind: 'case.taskClosed', body: { key } }];
}

function requestOf({ wallNow, newId }: TaskDeps, { customerId }: CaseAtWork) {
  return { customer: customerId, actor: 'case', because: 'securityCase', wallNow: wallNow(), newId };
}
