import type { Selectable } from 'kysely';
import type { Instant } from '../domain/calendar/day.ts';
import type { Decision } from '../domain/decision.ts';
import type { Db } from './database.ts';
import { toDate, toInstant } from './database-time.ts';
import type { Statement } from './statement.ts';
import type { FactTables } from './tables/fact-tables.ts';

/** A decision with all that it takes to make it again. */
export interface StoredDecision {
  readonly id: string;
  readonly customerId: string;
  readonly runId: string;
  readonly turn: number;
  /** The facts it looked at: up to this version, with this running hash. */
  readonly factVersion: number;
  readonly factsHash: Uint8Array;
  /** Business instant. */
  readonly now: Instant;
  /** Wall instant. */
  readonly recordedAt: Instant;
  readonly kernelVersion: number;
  readonly calendarVersion: string;
  readonly policy: { readonly key: string; readonly version: number };
  readonly activePolicyVersion: number;
  readonly decision: Decision;
}

/** The decision of one turn of one run, if it was made. */
export async function findDecision(
  db: Db,
  customerId: string,
  runId: string,
  turn: number,
): Promise<StoredDecision | undefined> {
  const row = await db
    .selectFrom('decision')
    .selectAll()
    .where('customer_id', '=', customerId)
    .where('run_id', '=', runId)
    .where('turn', '=', turn)
    .executeTakeFirst();
  return row && storedDecision(row);
}

/** A customer's decisions, oldest first, after the one with this id. */
export async function listDecisions(
  db: Db,
  customerId: string,
  { after, limit }: { readonly after?: string; readonly limit: number },
): Promise<readonly StoredDecision[]> {
  let query = db.selectFrom('decision').selectAll().where('customer_id', '=', customerId);
  if (after !== undefined) query = query.where('id', '>', after);
  const rows = await query.orderBy('id').limit(limit).execute();
  return rows.map(storedDecision);
}

/** A customer's latest decisions, the newest first. */
export async function latestDecisions(db: Db, customerId: string, limit: number): Promise<readonly StoredDecision[]> {
  const rows = await db
    .selectFrom('decision')
    .selectAll()
    .where('customer_id', '=', customerId)
    .orderBy('id', 'desc')
    .limit(limit)
    .execute();
  return rows.map(storedDecision);
}

/** Inserts a decision. @throws a unique violation when the turn has one. */
export function decisionStatement(stored: StoredDecision): Statement {
  return (trx) =>
    trx
      .insertInto('decision')
      .values({
        id: stored.id,
        customer_id: stored.customerId,
        run_id: stored.runId,
        turn: stored.turn,
        fact_version: stored.factVersion,
        facts_hash: stored.factsHash,
        now: toDate(stored.now),
        recorded_at: toDate(stored.recordedAt),
        kernel_version: stored.kernelVersion,
        calendar_version: stored.calendarVersion,
        policy_key: stored.policy.key,
        policy_version: stored.policy.version,
        active_policy_version: stored.activePolicyVersion,
        body: JSON.stringify(stored.decision),
      })
      .compile();
}

function storedDecision(row: Selectable<FactTables['decision']>): StoredDecision {
  return {
    id: row.id,
    customerId: row.customer_id,
    runId: row.run_id,
    turn: row.turn,
    factVersion: row.fact_version,
    factsHash: row.facts_hash,
    now: toInstant(row.now),
    recordedAt: toInstant(row.recorded_at),
    kernelVersion: row.kernel_version,
    calendarVersion: row.calendar_version,
    policy: { key: row.policy_key, version: row.policy_version },
    activePolicyVersion: row.active_policy_version,
    decision: row.body,
  };
}
