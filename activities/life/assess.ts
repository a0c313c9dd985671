import type { AssessInput } from '../../contracts/life-activities.ts';
import type { Turn } from '../../contracts/lifecycle.ts';
import { lockCustomer } from '../../db/customers.ts';
import { findDecision } from '../../db/decisions.ts';
import { loadAccount } from '../../db/load-account.ts';
import { recordDecision } from '../../db/record-decision.ts';
import { pendingCommands } from '../../db/commands.ts';
import { decide } from '../../domain/decide.ts';
import type { ActivityDeps } from '../deps.ts';
import { businessNow, runInstant } from './business-now.ts';
import { seededIds } from './seeded-ids.ts';
import { staleTurn, turnOf } from './turn-of.ts';

/**
 * One turn (design, "One turn of a life", 3): lock, answer again what was answered before, refuse a run that is not the
 * customer's, load, decide, record. At-least-once and idempotent per `(runId, turn)`; the decision is recorded, so that
 * a mended rule never breaks an old run's replay.
 */
export async function assess(deps: Pick<ActivityDeps, 'db' | 'wallNow'>, input: AssessInput): Promise<Turn> {
  return await deps.db.transaction().execute(async (trx) => {
    const customer = await lockCustomer(trx, input.customerId);
    if (customer.epoch !== input.epoch) return staleTurn(customer.assessedVersion);
    const runNow = runInstant(customer, input.runTime);
    const stored = await findDecision(trx, customer.id, input.runId, input.turn);
    if (stored !== undefined) {
      // An answer that is not the latest means that this run is behind what was decided: an older Temporal database.
      return stored.id === customer.latestDecisionId
        ? turnOf(stored.decision, customer.assessedVersion, runNow)
        : staleTurn(customer.assessedVersion);
    }
    const { account, policy, activePolicyVersion } = await loadAccount(trx, customer);
    const wallNow = deps.wallNow();
    const now = businessNow(customer, input.runTime, wallNow);
    const pending = await pendingCommands(trx, customer.id);
    const newId = seededIds(`${customer.id}/${customer.factVersion}/${now}`, now);
    const decision = decide(account, { policy, activePolicyVersion, now, pending, newId });
    const after = await recordDecision(trx, {
      customer,
      account,
      decision,
      policy,
      activePolicyVersion,
      decisionId: newId('dec'),
      run: { runId: input.runId, turn: input.turn },
      wallNow,
    });
    return turnOf(decision, after.assessedVersion, runNow);
  });
}
