import type { CarryOutInput } from '../../contracts/life-activities.ts';
import { type LockedCustomer, lockCustomer } from '../../db/customers.ts';
import type { Trx } from '../../db/database.ts';
import { droppedStatement, sendingStatement } from '../../db/effect-progress.ts';
import { type EffectRow, lockEffect } from '../../db/effects.ts';
import type { FrozenNotice } from '../../db/frozen-notices.ts';
import { loadAccount } from '../../db/load-account.ts';
import { pendingCommands } from '../../db/commands.ts';
import { writeChange } from '../../db/write-change.ts';
import type { Account } from '../../domain/account/account.ts';
import type { Instant } from '../../domain/calendar/day.ts';
import { decide } from '../../domain/decide.ts';
import type { Effect } from '../../domain/decision.ts';
import type { Restorable } from '../../domain/facts/service-facts.ts';
import type { ActivityDeps } from '../deps.ts';
import { freezeNotice } from '../notices/freeze-notice.ts';
import type { AddOnSnapshots } from '../subscriptions/subscription-act.ts';
import { businessNow } from './business-now.ts';
import { seededIds } from './seeded-ids.ts';

/** An effect that may be done now: what to do, as the facts stand at this instant. */
export interface PassedGate {
  readonly customerId: string;
  readonly account: Account;
  readonly effect: Effect;
  /** False for an effect that was on its way already and that nobody wants any more: it is only found out whether it happened. */
  readonly wanted: boolean;
  readonly now: Instant;
  readonly frozen: FrozenNotice | null;
  readonly snapshot: Restorable | null;
  /** The same of the add-ons that go with it, by subscription. */
  readonly addOnSnapshots: AddOnSnapshots;
  /** The cart that an earlier try of this effect has made. */
  readonly cart: string | null;
}

/**
 * `decided → sending` in one transaction (design, "One turn of a life", 4). The customer is locked and decided upon once
 * more: a payment committed before this stops the effect, one committed after it is met by the next decision. An effect
 * that was `sending` when a worker died passes again as it was, because it may have happened; when nobody wants it any
 * more, it passes only to be found out about. Null: not to be done.
 */
export async function passGate(deps: ActivityDeps, input: CarryOutInput): Promise<PassedGate | null> {
  return await deps.db.transaction().execute(async (trx) => {
    const customer = await lockCustomer(trx, input.customerId);
    const row = await lockEffect(trx, customer.id, input.effectKey);
    if (row === undefined || customer.epoch !== input.epoch) return null;
    if (row.state !== 'decided' && row.state !== 'sending' && row.state !== 'deferred') return null;
    const { account, policy, activePolicyVersion } = await loadAccount(trx, customer);
    const wallNow = deps.wallNow();
    const now = businessNow(customer, input.runTime, wallNow);
    const again = row.state === 'sending';
    const pending = await pendingCommands(trx, customer.id);
    const newId = seededIds(`gate/${row.key}`, now);
    const decided = decide(account, { policy, activePolicyVersion, now, pending, newId }).effects.find(
      ({ key }) => key === row.key,
    );
    const effect = again ? row.effect : decided;
    if (effect === undefined) {
      await close(trx, customer, row, now, wallNow);
      return null;
    }
    const frozen =
      effect.kind === 'notice'
        ? await freezeNotice(trx, deps, { customerId: customer.id, account, policy, effect, now, wallNow })
        : null;
    const event = {
      kind: again ? 'effect.resumed' : 'effect.sending',
      actor: 'life',
      at: now,
      recordedAt: wallNow,
      body: { effect: row.key },
    };
    await writeChange(trx, customer, {
      statements: [sendingStatement(row, effect, wallNow)],
      events: [event],
    });
    return {
      customerId: customer.id,
      account,
      effect,
      wanted: decided !== undefined,
      now,
      frozen,
      snapshot: snapshotOf(row),
      addOnSnapshots: addOnSnapshotsOf(row),
      cart: cartOf(row),
    };
  });
}

/** What an earlier try of this stop read before it suspended. */
function snapshotOf(row: EffectRow): Restorable | null {
  const kept = row.outcome as { readonly snapshot?: Restorable } | null;
  return kept?.snapshot ?? null;
}

function addOnSnapshotsOf(row: EffectRow): AddOnSnapshots {
  const kept = row.outcome as { readonly addOns?: AddOnSnapshots } | null;
  return kept?.addOns ?? {};
}

function cartOf(row: EffectRow): string | null {
  const kept = row.outcome as { readonly cart?: string } | null;
  return kept?.cart ?? null;
}

/** The facts have moved on: the effect is dropped, and the audit says so (rule 7). */
async function close(
  trx: Trx,
  customer: LockedCustomer,
  row: EffectRow,
  now: Instant,
  wallNow: Instant,
): Promise<void> {
  const event = {
    kind: 'effect.dropped',
    actor: 'life',
    at: now,
    recordedAt: wallNow,
    body: { effect: row.key, because: 'overtaken' },
  };
  await writeChange(trx, customer, { statements: [droppedStatement(row, wallNow)], events: [event] });
}
