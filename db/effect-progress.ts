import type { Instant } from '../domain/calendar/day.ts';
import type { Effect } from '../domain/decision.ts';
import type { EffectOutcome } from '../domain/outcomes.ts';
import { toDate } from './database-time.ts';
import type { EffectRow } from './effects.ts';
import type { Statement } from './statement.ts';

/** The gate's step `decided → sending`, with the effect as it was decided at the gate; again after a crash. */
export function sendingStatement(row: EffectRow, effect: Effect, wallNow: Instant): Statement {
  return (trx) =>
    trx
      .updateTable('effect')
      .set({
        state: 'sending',
        body: JSON.stringify(effect),
        attempts: row.attempts + 1,
        sending_at: toDate(wallNow),
        ended_at: null,
        deferred_until: null,
      })
      .where('customer_id', '=', row.customerId)
      .where('effect_key', '=', row.key)
      .compile();
}

/** An effect that the facts have overtaken. */
export function droppedStatement(row: EffectRow, wallNow: Instant): Statement {
  return (trx) =>
    trx
      .updateTable('effect')
      .set({ state: 'dropped', ended_at: toDate(wallNow), deferred_until: null })
      .where('customer_id', '=', row.customerId)
      .where('effect_key', '=', row.key)
      .compile();
}

const ENDED: Partial<Record<EffectOutcome['kind'], 'failed' | 'dropped'>> = {
  refused: 'failed',
  undeliverable: 'failed',
  overtaken: 'dropped',
};

/** What came of an effect; one that is deferred may be decided again, the others are final. */
export function outcomeOfEffectStatement(
  customerId: string,
  key: string,
  outcome: EffectOutcome,
  wallNow: Instant,
): Statement {
  const ended = { outcome: JSON.stringify(outcome), ended_at: toDate(wallNow), deferred_until: null };
  const columns =
    outcome.kind === 'deferred'
      ? { state: 'deferred' as const, deferred_until: toDate(outcome.until), ended_at: null }
      : { state: ENDED[outcome.kind] ?? ('done' as const), ...ended };
  return (trx) =>
    trx
      .updateTable('effect')
      .set(columns)
      .where('customer_id', '=', customerId)
      .where('effect_key', '=', key)
      .compile();
}

/** A notice's row after its sending: taken by the relay, or not to be delivered. Business instant. */
export function noticeStatement(customerId: string, key: string, accepted: boolean, now: Instant): Statement {
  const columns = accepted
    ? { state: 'accepted' as const, accepted_at: toDate(now) }
    : { state: 'failed' as const, ended_at: toDate(now) };
  return (trx) =>
    trx
      .updateTable('notice')
      .set(columns)
      .where('customer_id', '=', customerId)
      .where('effect_key', '=', key)
      .compile();
}
