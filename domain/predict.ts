import type { Account } from './account/account.ts';
import { dayAt, type Instant } from './calendar/day.ts';
import type { DecideInput } from './decide-input.ts';
import { decide, withDrafts } from './decide.ts';
import type { Decision, Effect } from './decision.ts';
import { type EffectOutcome, outcomeFacts } from './outcomes.ts';

/** One thing that would happen, at a business instant. */
export interface Predicted {
  readonly at: Instant;
  readonly effect: Effect;
}

export interface Prediction {
  readonly account: Account;
  readonly happened: readonly Predicted[];
  /** Every decision on the way, in order. */
  readonly decisions: readonly Decision[];
  /** The decision that stood when the prediction ended. */
  readonly last: Decision;
}

/** A prediction that does not end: more turns than any life needs. */
const MOST_TURNS = 10_000;

/**
 * Lives a customer's life forward from `from` until `until` (exclusive) if nothing else happens and every effect
 * succeeds. The same `decide` and the same `outcomeFacts` as in the running system.
 */
export function predict(
  account: Account,
  input: Omit<DecideInput, 'now' | 'pending'>,
  from: Instant,
  until: Instant,
): Prediction {
  const happened: Predicted[] = [];
  const decisions: Decision[] = [];
  let current = account;
  let now = from;
  for (let turn = 0; turn < MOST_TURNS; turn += 1) {
    const decision = decide(current, { ...input, now, pending: [] });
    decisions.push(decision);
    current = withDrafts(current, decision.moves, now);
    const today = dayAt(now, current.traits.timeZone);
    for (const effect of decision.effects) {
      happened.push({ at: now, effect });
      current = withDrafts(current, outcomeFacts(current, effect, successOf(current, effect), today, input.newId), now);
    }
    if (decision.effects.length > 0) continue;
    if (decision.wakeAt === null || decision.wakeAt >= until)
      return { account: current, happened, decisions, last: decision };
    now = decision.wakeAt;
  }
  throw new Error(`the prediction for ${account.traits.externalId} does not end`);
}

const RENEWED = Object.freeze({ autoRenewEnabled: true, scheduled: null });

/** The outcome that a healthy outside world gives. */
function successOf(account: Account, effect: Effect): EffectOutcome {
  switch (effect.kind) {
    case 'notice':
      return account.traits.contactRevision > 0
        ? { kind: 'accepted' }
        : { kind: 'undeliverable', because: 'noContact' };
    case 'order':
      return { kind: 'ordered', microsoftId: effect.subscription };
    case 'cart':
      return {
        kind: 'cartOrdered',
        lines: effect.lines.map(({ subscription }) => ({ subscription, microsoftId: subscription })),
      };
    case 'quantity':
      return { kind: 'quantityChanged', quantity: effect.quantity };
    case 'stop':
      return {
        kind: 'stopped',
        restorable: RENEWED,
        addOns: (effect.addOns ?? []).map(({ subscription }) => ({ subscription, restorable: RENEWED })),
      };
    case 'start':
      return { kind: 'restored', lost: [] };
    case 'end':
      return { kind: 'ended', how: 'notRenewed' };
    case 'charge':
      return { kind: 'charged', outcome: effect.gatewayPaymentMethod === null ? 'noInstrument' : 'declined' };
  }
}
