import type { Account } from './account/account.ts';
import type { Instant } from './calendar/day.ts';
import type { DecideInput } from './decide-input.ts';
import type { Decision, Effect, NextStep, StepRef } from './decision.ts';
import type { Policy } from './policy/policy.ts';
import { predict } from './predict.ts';

/**
 * What will be done from `from` until `until` (exclusive) if nothing changes and the outside world is healthy: the
 * ladder's steps, other letters, and what happens to subscriptions, in order. The first ladder step is the decision's
 * own `nextStep`, so that the two never contradict each other.
 */
export function nextSteps(
  account: Account,
  input: Omit<DecideInput, 'now' | 'pending'>,
  from: Instant,
  until: Instant,
): readonly NextStep[] {
  const { decisions } = predict(account, input, from, until);
  const foretold = decisions[0]?.nextStep;
  const steps = unique(decisions.flatMap((decision) => stepsOf(decision, input.policy)));
  return steps.map((step) => (foretold && step.at === foretold.at && step.step === foretold.step ? foretold : step));
}

/** What one decision has done: rungs that are nothing but a record stand in its moves, all others are effects. */
function stepsOf(decision: Decision, policy: Policy): readonly NextStep[] {
  const recorded = decision.moves.flatMap((move): readonly NextStep[] => {
    if (move.kind === 'step.done') return [rung(decision, policy, move.body)];
    if (move.kind !== 'onboarding.timedOut') return [];
    return [{ at: decision.now, kind: 'refuse', step: 'onboarding', because: 'its requirements were not met in time' }];
  });
  return [...recorded, ...decision.effects.map((effect) => stepOf(decision, policy, effect))];
}

function stepOf(decision: Decision, policy: Policy, effect: Effect): NextStep {
  switch (effect.kind) {
    case 'notice':
      return effect.rung === null
        ? { at: decision.now, kind: 'notice', step: effect.step, because: LETTERS[effect.noticeKind] }
        : rung(decision, policy, effect.rung);
    case 'charge':
      return rung(decision, policy, effect.step);
    case 'stop':
      return effect.step === null
        ? { at: decision.now, kind: 'stop', step: effect.subscription, because: 'a hold is in force' }
        : rung(decision, policy, effect.step);
    case 'order':
      return { at: decision.now, kind: 'order', step: effect.subscription, because: 'it was ordered' };
    case 'cart':
      return { at: decision.now, kind: 'order', step: effect.order, because: 'it was ordered' };
    case 'quantity':
      return { at: decision.now, kind: 'quantity', step: effect.subscription, because: 'another quantity is wanted' };
    case 'start':
      return { at: decision.now, kind: 'reinstate', step: effect.subscription, because: 'no hold is left' };
    case 'end':
      return { at: decision.now, kind: 'end', step: effect.subscription, because: 'the relationship ends' };
  }
}

const LETTERS = {
  dunning: 'something is owed',
  prepayment: 'money is asked for in advance',
  service: 'the relationship ends',
} as const;

function rung({ now }: Decision, policy: Policy, { step, anchor, case: number }: StepRef): NextStep {
  const kind = policy.steps.find((known) => known.key === step)?.kind ?? 'notice';
  return { at: now, kind, step, because: `${anchor} is the ${number === null ? 'next' : 'oldest unpaid'} due day` };
}

/** A suspension is one step, however many subscriptions it stops. */
function unique(steps: readonly NextStep[]): readonly NextStep[] {
  const known = new Set<string>();
  return steps.filter(({ at, kind, step }) => {
    const key = `${at} ${kind} ${step}`;
    return !known.has(key) && known.add(key);
  });
}
