import { Context } from '@temporalio/activity';
import { PartnerCenterError } from '../../adapters/partner-center/partner-center-error.ts';
import type { RoundReport } from '../../contracts/round-activities.ts';
import { endingDoneStatement, endingsDue, type RelationshipEnding } from '../../db/relationship-endings.ts';
import type { ActivityDeps } from '../deps.ts';
import { openTask } from '../tasks/open-task.ts';
import { noteArrangement } from './note-arrangement.ts';

type EndDeps = Pick<ActivityDeps, 'db' | 'wallNow' | 'newId' | 'log' | 'delegatedRelationships'>;

/**
 * Ends at Microsoft the relationships that a second person has approved to be ended, each read back (practice 69; design, rule 3).
 * @returns how many were to be ended, and how many are now
 */
export async function endRelationships(deps: EndDeps): Promise<RoundReport> {
  const due = await endingsDue(deps.db);
  let woken = 0;
  for (const ending of due) {
    Context.current().heartbeat(ending.customerId);
    if (await endRelationship(deps, ending)) woken += 1;
  }
  return { looked: due.length, woken };
}

/**
 * One that is over already is left as it is, so that a crash in between costs nothing. What Microsoft refuses for good is a
 * person's; what it does not answer is tried again by the next round.
 */
export async function endRelationship(deps: EndDeps, ending: RelationshipEnding): Promise<boolean> {
  const { id, customerId, relationship } = ending;
  const note = async (outcome: Parameters<typeof endingDoneStatement>[1], status: string): Promise<void> =>
    await noteArrangement(deps, customerId, {
      statement: endingDoneStatement(id, outcome, deps.wallNow()),
      kind: outcome.state === 'ended' ? 'access.relationshipEndedByUs' : 'access.endingFailed',
      body: { ending: id, relationship, status },
    });
  try {
    const { status } = await deps.delegatedRelationships.terminate(relationship);
    await note({ state: 'ended' }, status);
    return true;
  } catch (error) {
    if (!(error instanceof PartnerCenterError)) throw error;
    const code = error.code ?? error.kind;
    if (error.kind !== 'refused' && error.kind !== 'notFound') {
      deps.log.warn({ code, kind: error.kind, relationship }, 'the end of a relationship has to wait');
      return false;
    }
    // The task first: after a crash in between it is refused again, and asked for again.
    await openTask(deps, customerId, {
      key: `relationshipNotEnded/${id}`,
      what: 'relationshipNotEnded',
      actor: 'access',
    });
    await note({ state: 'failed', code }, code);
    return false;
  }
}
