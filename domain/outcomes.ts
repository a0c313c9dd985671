import type { Account } from './account/account.ts';
import type { Day } from './calendar/day.ts';
import { debtHold } from './dunning/rung-moves.ts';
import type { CartEffect, Effect, NoticeEffect, StepRef } from './decision.ts';
import type { FactDraft } from './facts/fact.ts';
import type { Restorable } from './facts/service-facts.ts';
import type { IdPrefix } from './ids.ts';
import { isHeldForDebt } from './service/holds.ts';

/** What came of one effect, as the activity that carried it out read it back. */
export type EffectOutcome =
  | { readonly kind: 'accepted' }
  | { readonly kind: 'undeliverable'; readonly because: 'failed' | 'noContact' }
  | { readonly kind: 'ordered'; readonly microsoftId: string }
  | { readonly kind: 'cartOrdered'; readonly lines: readonly CartLineOutcome[] }
  | { readonly kind: 'quantityChanged'; readonly quantity: number }
  /** `addOns`: those that were read back as off with it, each with what is to be given back to it. */
  | {
      readonly kind: 'stopped';
      readonly restorable: Restorable;
      readonly addOns?: readonly { readonly subscription: string; readonly restorable: Restorable }[];
    }
  | { readonly kind: 'restored'; readonly lost: readonly ('autoRenew' | 'scheduledChanges')[] }
  | { readonly kind: 'ended'; readonly how: 'cancelled' | 'notRenewed' }
  | { readonly kind: 'charged'; readonly outcome: 'succeeded' | 'processing' | 'declined' | 'noInstrument' }
  | { readonly kind: 'refused'; readonly code: string }
  | { readonly kind: 'deferred'; readonly until: number }
  /** It was on its way when the facts moved on, and was found not to have happened. */
  | { readonly kind: 'overtaken' };

/** What came of one line of a cart: some are sold while others are refused (contract section 5.2). */
export type CartLineOutcome =
  | { readonly subscription: string; readonly microsoftId: string }
  | { readonly subscription: string; readonly code: string };

/** An outcome that does not belong to the effect: a programming error in an activity. */
export class OutcomeMismatch extends Error {
  override readonly name = 'OutcomeMismatch';
}

/**
 * The facts that an effect's outcome makes. The running system and the prediction use this one function, so that what is
 * predicted is what happens.
 * @param account as it is when the outcome is recorded (a debt hold is placed by the first confirmed stop only).
 */
export function outcomeFacts(
  account: Account,
  effect: Effect,
  outcome: EffectOutcome,
  today: Day,
  newId: (prefix: IdPrefix) => string,
): readonly FactDraft[] {
  if (outcome.kind === 'overtaken') return [];
  if (outcome.kind === 'deferred')
    return [{ kind: 'effect.deferred', effectiveOn: today, body: { effectKey: effect.key, until: outcome.until } }];
  switch (effect.kind) {
    case 'notice':
      return noticeFacts(effect, outcome, today);
    case 'charge':
      if (outcome.kind !== 'charged') break;
      return [
        {
          kind: 'charge.attempted',
          effectiveOn: today,
          body: {
            step: effect.step.step,
            occurrence: effect.step.occurrence,
            outcome: outcome.outcome,
            amount: effect.amount,
          },
        },
        stepDone(effect.step, today),
      ];
    case 'cart':
      return cartFacts(effect, outcome, today);
    default:
      return subscriptionFacts(account, effect, outcome, today, newId);
  }
  throw new OutcomeMismatch(`${outcome.kind} is no outcome of ${effect.kind}`);
}

function noticeFacts(effect: NoticeEffect, outcome: EffectOutcome, effectiveOn: Day): readonly FactDraft[] {
  const { noticeKind, step, occurrence, contactRevision } = effect;
  const done = effect.rung === null ? [] : [stepDone(effect.rung, effectiveOn)];
  if (outcome.kind === 'accepted') {
    return [{ kind: 'notice.accepted', effectiveOn, body: { noticeKind, step, occurrence, contactRevision } }, ...done];
  }
  if (outcome.kind !== 'undeliverable') throw new OutcomeMismatch(`${outcome.kind} is no outcome of a notice`);
  const failed: FactDraft = {
    kind: 'notice.undeliverable',
    effectiveOn,
    body: { noticeKind, step, occurrence, contactRevision, because: outcome.because },
  };
  // A reminder that cannot be delivered does not stop the ladder; a warning that nobody read must.
  return effect.mustPrecede ? [failed] : [failed, ...done];
}

/** Each line for itself: a refused one is a task, and can be tried again alone. */
function cartFacts({ lines }: CartEffect, outcome: EffectOutcome, effectiveOn: Day): readonly FactDraft[] {
  const ended =
    outcome.kind === 'cartOrdered'
      ? outcome.lines
      : outcome.kind === 'refused'
        ? lines.map(({ subscription }) => ({ subscription, code: outcome.code }))
        : null;
  if (ended === null) throw new OutcomeMismatch(`${outcome.kind} is no outcome of a cart`);
  return ended.map((line): FactDraft => {
    const { subscription } = line;
    return 'microsoftId' in line
      ? { kind: 'subscription.ordered', effectiveOn, body: { subscription, microsoftId: line.microsoftId } }
      : {
          kind: 'subscription.refused',
          effectiveOn,
          body: { subscription, act: 'order', entry: 0, code: line.code },
        };
  });
}

function subscriptionFacts(
  account: Account,
  effect: Exclude<Effect, { kind: 'notice' | 'charge' | 'cart' }>,
  outcome: EffectOutcome,
  effectiveOn: Day,
  newId: (prefix: IdPrefix) => string,
): readonly FactDraft[] {
  const { subscription } = effect;
  const entry = effect.kind === 'stop' || effect.kind === 'start' ? effect.entry : 0;
  switch (outcome.kind) {
    case 'refused':
      return [
        {
          kind: 'subscription.refused',
          effectiveOn,
          body: { subscription, act: effect.kind, entry, code: outcome.code },
        },
      ];
    case 'ordered':
      return [{ kind: 'subscription.ordered', effectiveOn, body: { subscription, microsoftId: outcome.microsoftId } }];
    case 'quantityChanged':
      return [
        {
          kind: 'subscription.quantityChanged',
          effectiveOn,
          body: { subscription, quantity: outcome.quantity },
        },
      ];
    case 'stopped': {
      const stopped: FactDraft = {
        kind: 'subscription.stopped',
        effectiveOn,
        body: { subscription, entry, restorable: outcome.restorable },
      };
      if (effect.kind !== 'stop') return [stopped];
      const all = [stopped, ...stoppedAddOns(effect, outcome, effectiveOn)];
      if (effect.step === null || isHeldForDebt(account)) return all;
      return [...all, debtHold(effectiveOn, newId('hld')), stepDone(effect.step, effectiveOn)];
    }
    case 'restored':
      return [{ kind: 'subscription.restored', effectiveOn, body: { subscription, entry, lost: outcome.lost } }];
    case 'ended':
      return [{ kind: 'subscription.ended', effectiveOn, body: { subscription, how: outcome.how } }];
    default:
      throw new OutcomeMismatch(`${outcome.kind} is no outcome of ${effect.kind}`);
  }
}

/** Add-ons that went with their base: stopped by us as well, so that their return is ours, too. */
function stoppedAddOns(
  { subscription: withBase, addOns = [] }: Extract<Effect, { readonly kind: 'stop' }>,
  outcome: Extract<EffectOutcome, { readonly kind: 'stopped' }>,
  effectiveOn: Day,
): readonly FactDraft[] {
  return (outcome.addOns ?? []).map(({ subscription, restorable }) => {
    const entry = addOns.find((one) => one.subscription === subscription)?.entry ?? 1;
    return { kind: 'subscription.stopped', effectiveOn, body: { subscription, entry, restorable, withBase } };
  });
}

function stepDone(rung: StepRef, effectiveOn: Day): FactDraft {
  return { kind: 'step.done', effectiveOn, body: rung };
}
