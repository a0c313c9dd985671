import { type Selectable, sql } from 'kysely';
import type { Instant } from '../domain/calendar/day.ts';
import type { Effect } from '../domain/decision.ts';
import type { Db, Trx } from './database.ts';
import { toDate, toInstant } from './database-time.ts';
import { columnList, recordset } from './json-rows.ts';
import type { Statement } from './statement.ts';
import type { EffectState, FactTables } from './tables/fact-tables.ts';

/** An effect and how far it has come. Instants are wall instants, but for `deferredUntil`, which is business time. */
export interface EffectRow {
  readonly customerId: string;
  readonly key: string;
  readonly decisionId: string;
  readonly state: EffectState;
  readonly effect: Effect;
  readonly attempts: number;
  readonly decidedAt: Instant;
  readonly sendingAt: Instant | null;
  readonly endedAt: Instant | null;
  readonly deferredUntil: Instant | null;
  readonly outcome: unknown;
}

const COLUMNS = ['customer_id', 'effect_key', 'kind', 'decision_id', 'state', 'body', 'decided_at'];

/**
 * Statements for the effects of a new decision. One that is new is `decided`; one that had been dropped, deferred or
 * decided before is decided again, with what the newer decision says; one that is on its way or ended stays as it is.
 * What an earlier decision wanted and this one does not is dropped, unless it is already `sending`.
 */
export function effectStatements(
  customerId: string,
  decisionId: string,
  effects: readonly Effect[],
  wallNow: Instant,
): readonly Statement[] {
  const now = toDate(wallNow);
  const rows = effects.map((effect) => ({
    customer_id: customerId,
    effect_key: effect.key,
    kind: effect.kind,
    decision_id: decisionId,
    state: 'decided',
    body: effect,
    decided_at: now.toISOString(),
  }));
  const drop: Statement = (trx) => {
    const unsent = trx
      .updateTable('effect')
      .set({ state: 'dropped', ended_at: now, deferred_until: null })
      .where('customer_id', '=', customerId)
      .where('state', 'in', ['decided', 'deferred']);
    return (
      effects.length === 0
        ? unsent
        : unsent.where(
            'effect_key',
            'not in',
            effects.map((effect) => effect.key),
          )
    ).compile();
  };
  const decide: Statement = (trx) =>
    sql`
      insert into effect (${columnList(COLUMNS)})
      select ${columnList(COLUMNS)} from ${recordset('effect', rows)}
      on conflict (customer_id, effect_key) do update
      set state = 'decided', decision_id = excluded.decision_id, body = excluded.body, decided_at = excluded.decided_at,
          ended_at = null, deferred_until = null
      where effect.state in ('decided', 'dropped', 'deferred')`.compile(trx);
  return effects.length === 0 ? [drop] : [drop, decide];
}

/** Locks an effect for the gate or for its outcome; undefined when no decision ever wanted it. */
export async function lockEffect(trx: Trx, customerId: string, key: string): Promise<EffectRow | undefined> {
  const row = await trx
    .selectFrom('effect')
    .selectAll()
    .where('customer_id', '=', customerId)
    .where('effect_key', '=', key)
    .forUpdate()
    .executeTakeFirst();
  return row && effectOf(row);
}

/** A customer's effects that are not ended, by key. */
export async function unfinishedEffects(db: Db, customerId: string): Promise<readonly EffectRow[]> {
  const rows = await db
    .selectFrom('effect')
    .selectAll()
    .where('customer_id', '=', customerId)
    .where('state', 'in', ['decided', 'sending', 'deferred'])
    .orderBy('effect_key')
    .execute();
  return rows.map(effectOf);
}

function effectOf(row: Selectable<FactTables['effect']>): EffectRow {
  return {
    customerId: row.customer_id,
    key: row.effect_key,
    decisionId: row.decision_id,
    state: row.state,
    effect: row.body,
    attempts: row.attempts,
    decidedAt: toInstant(row.decided_at),
    sendingAt: row.sending_at && toInstant(row.sending_at),
    endedAt: row.ended_at && toInstant(row.ended_at),
    deferredUntil: row.deferred_until && toInstant(row.deferred_until),
    outcome: row.outcome,
  };
}
