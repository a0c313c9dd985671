import type { RelationshipUse } from '../../domain/access/relationship-use.ts';
import { dayAt } from '../../domain/calendar/day.ts';
import type { ActivityDeps } from '../deps.ts';
import { openTask } from '../tasks/open-task.ts';

/**
 * A relationship that nobody uses is a task, to end it; one of which nobody uses some roles is one too, once: its successor does
 * not carry them (practice 69). One that was used again and fell idle again is a new finding.
 * @returns how many were new
 */
export async function warnOfUnused(
  deps: Pick<ActivityDeps, 'db' | 'wallNow' | 'newId'>,
  customerId: string,
  uses: readonly RelationshipUse[],
): Promise<number> {
  let found = 0;
  for (const { relationship, use, unusedRoles, lastUsedAt } of uses) {
    if (unusedRoles.length === 0) continue;
    const since = lastUsedAt === null ? 'never' : dayAt(lastUsedAt, 'UTC');
    const [what, occasion] = use === 'unused' ? ['relationshipUnused', `/${since}`] : ['relationshipTooBroad', ''];
    const key = `${what}/${relationship}${occasion}`;
    if (await openTask(deps, customerId, { key, what, actor: 'access' })) found += 1;
  }
  return found;
}
