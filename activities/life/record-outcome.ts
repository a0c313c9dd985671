import { recordFacts } from '../../db/record-facts.ts';
import { lockCustomer } from '../../db/customers.ts';
import { noticeStatement, outcomeOfEffectStatement } from '../../db/effect-progress.ts';
import { stampFacts } from '../../db/facts.ts';
import { loadAccount } from '../../db/load-account.ts';
import { writeChange } from '../../db/write-change.ts';
import { type EffectOutcome, outcomeFacts } from '../../domain/outcomes.ts';
import type { ActivityDeps } from '../deps.ts';
import type { PassedGate } from './gate.ts';
import { seededIds } from './seeded-ids.ts';
import { dayAt } from '../../domain/calendar/day.ts';

/**
 * Records what came of an effect: its facts, its row and its notice in one transaction. It marks no change for the
 * relay: the run that carried it out assesses next by itself, and a run that died is found by the sweep.
 */
export async function recordOutcome(deps: ActivityDeps, passed: PassedGate, outcome: EffectOutcome): Promise<void> {
  const { effect, now } = passed;
  await deps.db.transaction().execute(async (trx) => {
    const customer = await lockCustomer(trx, passed.customerId);
    const { account } = await loadAccount(trx, customer);
    const recordedAt = deps.wallNow();
    const today = dayAt(now, account.traits.timeZone);
    const drafts = outcomeFacts(
      account,
      effect,
      outcome,
      today,
      seededIds(`${customer.id}/${effect.key}/outcome`, now),
    );
    const facts = stampFacts(drafts, customer.factVersion + 1, { at: now, recordedAt, actor: 'life' });
    const recording = facts.length === 0 ? undefined : recordFacts(customer, account, facts);
    const ended = outcome.kind === 'accepted' || outcome.kind === 'undeliverable';
    await writeChange(trx, customer, {
      ...recording,
      statements: [
        ...(recording?.statements ?? []),
        outcomeOfEffectStatement(customer.id, effect.key, outcome, recordedAt),
        ...(effect.kind === 'notice' && ended
          ? [noticeStatement(customer.id, effect.key, outcome.kind === 'accepted', now)]
          : []),
      ],
      events: recording?.events ?? [
        {
          kind: 'effect.dropped',
          actor: 'life',
          at: now,
          recordedAt,
          body: { effect: effect.key, because: outcome.kind },
        },
      ],
      ...(recording && { mark: { version: customer.factVersion + 1, recordedAt, because: effect.kind } }),
    });
  });
}
