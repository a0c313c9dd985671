import { appendSystemAudit } from '../../db/audit.ts';
import {
  type Arrangements,
  type DelegatedRelationship,
  type EndWarning,
  endWarnings,
} from '../../domain/access/relationship-end.ts';
import type { ActivityDeps } from '../deps.ts';
import { openTask } from '../tasks/open-task.ts';

type WarnDeps = Pick<ActivityDeps, 'db' | 'wallNow' | 'newId' | 'log'>;

/**
 * A delegated admin relationship that is about to end is a task, at 60, 30 and 7 days; one that has ended sounds an alarm
 * as well, in the log and in the audit, because from then on we see nothing of that tenant (practice 72).
 * @returns how many warnings were new
 */
export async function warnOfEnds(
  deps: WarnDeps,
  customerId: string,
  relationships: readonly DelegatedRelationship[],
  arranged: Arrangements,
): Promise<number> {
  let warned = 0;
  for (const warning of endWarnings(relationships, deps.wallNow(), arranged)) {
    const what = warning.left === 'ended' ? 'relationshipEnded' : 'relationshipEnds';
    const key = `${what}/${warning.relationship}/${warning.left}`;
    if (!(await openTask(deps, customerId, { key, what, actor: 'access' }))) continue;
    warned += 1;
    if (warning.left === 'ended') await soundAlarm(deps, customerId, warning);
  }
  return warned;
}

async function soundAlarm(
  { db, wallNow, log }: WarnDeps,
  customer: string,
  { relationship }: EndWarning,
): Promise<void> {
  const now = wallNow();
  const body = { customer, relationship };
  const event = { kind: 'access.relationshipEnded', actor: 'access', at: now, recordedAt: now, body };
  await db.transaction().execute((trx) => appendSystemAudit(trx, [event]));
  log.error(body, 'a delegated admin relationship has ended: nothing is seen of this tenant until it is renewed');
}
