import type { z } from 'zod';
import type { policyActivation } from '../../contracts/policies.ts';
import type { Committed } from '../../db/change.ts';
import { commitSetting } from '../../db/commit-setting.ts';
import { activatePolicy } from '../../db/policies.ts';
import { moveToPolicy, type PolicyMove, policyMovesLeft } from '../../db/policy-moves.ts';
import type { ApiDeps } from '../deps.ts';
import type { Made } from '../outcome.ts';
import { requireMatch } from '../resource.ts';
import { policyVersionResource, versionNamed } from '../resources/policy.ts';
import type { WriteContext } from '../write.ts';

const BATCH = 200;
const AT_ONCE = 8;
/** The caller is answered by then; a book that takes longer is finished by the sweep over lives. */
const MOVE_FOR_MS = 15_000;

/**
 * Makes a version the active one and moves its customers, each by a fact of its own. Activating the active version again
 * moves whoever is left, and cases that were frozen where the caller now says otherwise.
 * @throws UnknownPolicy
 */
export async function activate(
  deps: ApiDeps,
  { actor, idempotency, ifMatch, params }: WriteContext,
  { openCases }: z.output<typeof policyActivation>,
): Promise<Made> {
  const reference = `${params['policy']}/${params['version']}`;
  const { key, version } = versionNamed(reference);
  const wallNow = deps.now();
  const result = await commitSetting(deps.db, { actor: actor.name, wallNow, idempotency }, async (trx) => {
    await requireMatch(policyVersionResource, ifMatch, () => policyVersionResource.load(trx, reference, wallNow));
    const changed = await activatePolicy(trx, { key, version, openCases, actor: actor.name, wallNow });
    const kind = changed ? 'policy.activated' : 'policy.activatedAgain';
    return { result: { shown: reference, customerId: null }, kind, body: { policy: key, version, openCases } };
  });
  await moveAll(deps, key, actor.name);
  return { ...result, operationId: null };
}

async function moveAll(deps: ApiDeps, policy: string, actor: string): Promise<void> {
  const until = deps.now() + MOVE_FOR_MS;
  const told = { stillAnswers: true };
  for (let after = ''; deps.now() < until; ) {
    const moves = await policyMovesLeft(deps.db, { policy, after, limit: BATCH });
    const left = [...moves];
    const moveNext = async (): Promise<void> => {
      for (let move = left.shift(); move !== undefined && deps.now() < until; move = left.shift()) {
        await moveOne(deps, move, actor, told);
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, moveNext));
    if (moves.length < BATCH) return;
    after = moves.at(-1)?.customer ?? after;
  }
}

/** Lives are told at once while they answer; where one does not, the relay tells it and the others. */
async function moveOne(deps: ApiDeps, move: PolicyMove, actor: string, told: { stillAnswers: boolean }): Promise<void> {
  const request = { actor, wallNow: deps.now(), newId: deps.newId };
  const { operationId, factVersion }: Committed<null> = await moveToPolicy(deps.db, request, move);
  if (operationId === null || !told.stillAnswers) return;
  const answer = await deps.lifecycle.changed(move.customer, { factVersion, because: 'policy' }, operationId);
  if (answer === 'pending') told.stillAnswers = false;
}
