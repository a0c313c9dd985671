import { Context } from '@temporalio/activity';
import { moveToPolicy, policyMovesLeft } from '../../db/policy-moves.ts';
import type { ActivityDeps } from '../deps.ts';

const BATCH = 200;

/**
 * Moves customers whom an activation has not reached: its request was cut off, or the book was too large for it. The
 * relay tells their lives. Answers how many were moved.
 */
export async function finishPolicyMoves(deps: Pick<ActivityDeps, 'db' | 'wallNow' | 'newId'>): Promise<number> {
  const request = { actor: 'sweep', newId: deps.newId };
  let moved = 0;
  for (let after = ''; ; ) {
    const moves = await policyMovesLeft(deps.db, { after, limit: BATCH });
    for (const move of moves) {
      Context.current().heartbeat(move.customer);
      await moveToPolicy(deps.db, { ...request, wallNow: deps.wallNow() }, move);
      moved += 1;
    }
    if (moves.length < BATCH) return moved;
    after = moves.at(-1)?.customer ?? after;
  }
}
