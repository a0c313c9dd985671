import { type AccessStanding, explanationsOf, standingOccurrence } from '../../db/access-standing.ts';
import { type StandingAssignment, unexplained } from '../../domain/access/standing-access.ts';
import type { ActivityDeps } from '../deps.ts';
import { takeSignal } from '../security/take-signal.ts';

type TakeDeps = Pick<ActivityDeps, 'db' | 'wallNow' | 'newId'>;

/**
 * Every full administrator whom no grant and no verdict explains becomes part of a case, once (practice 10). All that is
 * found of a customer and not yet judged is one case, with what a person has reported of him.
 * @returns how many were new
 */
export async function takeUnexplained(deps: TakeDeps, customerId: string, standing: AccessStanding): Promise<number> {
  if (standing.fullAdministrators.length === 0) return 0;
  const explanations = await explanationsOf(deps.db, customerId);
  let taken = 0;
  for (const one of unexplained(standing.fullAdministrators, explanations, deps.wallNow()))
    if (await take(deps, customerId, one)) taken += 1;
  return taken;
}

async function take(deps: TakeDeps, customerId: string, { id, target }: StandingAssignment): Promise<boolean> {
  const occurrence = standingOccurrence(customerId, id);
  return await deps.db.transaction().execute((trx) =>
    takeSignal(deps, trx, {
      customerId,
      kind: 'security',
      occurrence,
      severity: 'high',
      source: 'watch',
      actor: 'access',
      linked: { kind: 'case.accessLinked', body: { occurrence, assignment: id, target } },
      fits: ({ alerts, notices }) => alerts.length === 0 && notices.length === 0,
    }),
  );
}
