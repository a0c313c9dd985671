import type { AssessInput } from '../../contracts/life-activities.ts';
import type { Turn } from '../../contracts/lifecycle.ts';
import { type LockedCustomer, lockCustomer } from '../../db/customers.ts';
import type { Trx } from '../../db/database.ts';
import { findDecision } from '../../db/decisions.ts';
import { loadAccount } from '../../db/load-account.ts';
import { recordDecision } from '../../db/record-decision.ts';
import { pendingCommands } from '../../db/commands.ts';
import { writeChange } from '../../db/write-change.ts';
import type { Instant } from '../../domain/calendar/day.ts';
import { decide } from '../../domain/decide.ts';
import type { ActivityDeps } from '../deps.ts';
import { businessNow, runInstant, shiftOfNewRun } from './business-now.ts';
import { seededIds } from './seeded-ids.ts';
import { staleTurn, turnOf } from './turn-of.ts';

/**
 * One turn (design, "One turn of a life", 3): lock, answer again what was answered before, refuse a run that is not the
 * customer's, load, decide, record. At-least-once and idempotent per `(runId, turn)`; the decision is recorded, so that
 * a mended rule never breaks an old run's replay.
 */
export async function assess(deps: Pick<ActivityDeps, 'db' | 'wallNow'>, input: AssessInput): Promise<Turn> {
  return await deps.db.transaction().execute(async (trx) => {
    const locked = await lockCustomer(trx, input.customerId);
    if (locked.epoch !== input.epoch) return staleTurn(locked.assessedVersion);
    const wallNow = deps.wallNow();
    const customer = await onTheRunsClock(trx, locked, input, wallNow);
    const runNow = runInstant(customer, input.runTime);
    const stored = await findDecision(trx, customer.id, input.runId, input.turn);
    if (stored?.id === customer.latestDecisionId) return turnOf(stored.decision, customer.assessedVersion, runNow);
    if (stored !== undefined) return await endRunOfThePast(trx, customer, wallNow);
    const { account, policy, activePolicyVersion } = await loadAccount(trx, customer);
    const now = businessNow(customer, input.runTime, wallNow);
    const pending = await pendingCommands(trx, customer.id);
    const newId = seededIds(`${customer.id}/${customer.factVersion}/${now}`, now);
    const decision = decide(account, { policy, activePolicyVersion, now, pending, newId });
    const after = await recordDecision(trx, {
      customer,
      account,
      decision,
      commands: pending,
      policy,
      activePolicyVersion,
      decisionId: newId('dec'),
      run: { runId: input.runId, turn: input.turn },
      wallNow,
    });
    return turnOf(decision, after.assessedVersion, runNow);
  });
}

/** A run that begins where an earlier one of this customer had been moved takes its test clock on. */
async function onTheRunsClock(
  trx: Trx,
  customer: LockedCustomer,
  { runTime, turn }: AssessInput,
  wallNow: Instant,
): Promise<LockedCustomer> {
  const shiftMs = turn === 1 ? shiftOfNewRun(customer, runTime, wallNow) : null;
  if (shiftMs === null) return customer;
  await trx
    .updateTable('customer')
    .set({ clock_shift_ms: BigInt(shiftMs) })
    .where('id', '=', customer.id)
    .execute();
  return { ...customer, clock: { ...customer.clock, shiftMs } };
}

/**
 * A turn that was decided before, and not last: Temporal's database is an older copy, and this run is behind what is on
 * record. It ends; the mark makes the relay start the life anew, which then goes on from the facts.
 */
async function endRunOfThePast(trx: Trx, customer: LockedCustomer, wallNow: Instant): Promise<Turn> {
  const event = { kind: 'life.behind', actor: 'life', at: wallNow + customer.clock.offsetMs, recordedAt: wallNow };
  const mark = { version: customer.factVersion + 1, recordedAt: wallNow, because: 'behind' };
  await writeChange(trx, customer, { statements: [], events: [{ ...event, body: {} }], mark });
  return staleTurn(customer.assessedVersion);
}
