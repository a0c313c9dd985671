import { promiseMoves } from './collections/promise-moves.ts';
import type { DecideInput } from './decide-input.ts';
import { caseMoves } from './dunning/case-moves.ts';
import { lookAtLadder } from './dunning/ladder.ts';
import type { LadderContext } from './dunning/ladder-context.ts';
import { noticeTasks } from './dunning/notice-tasks.ts';
import { suspensionHolds } from './dunning/position.ts';
import { rungMoves } from './dunning/rung-moves.ts';
import type { FactDraft } from './facts/fact.ts';
import { offboardingMoves } from './offboarding.ts';
import { onboardingDeadline, onboardingPhase, requirementsMet } from './onboarding/onboarding.ts';
import { topUpAmount } from './onboarding/top-up.ts';
import { serviceTasks } from './service/service-tasks.ts';

/** One kind of thing that may follow from the facts at this instant; empty when it does not. */
type Look = (context: LadderContext, input: DecideInput) => readonly FactDraft[];

/** In the order of a person's thoughts: who is he, what ended, what of the debt. */
const OF_THE_PAST: readonly Look[] = [
  onboardingMoves,
  lapsedHolds,
  endedPromises,
  debtHoldMoves,
  policyMoves,
  topUpMoves,
  serviceTasks,
  noticeTasks,
  offboardingMoves,
  chased(caseMoves),
];

/**
 * What has already become of the facts by now: it takes note and does nothing to the customer. Commands are judged upon
 * this, so that nobody escalates a case that a payment has just thrown back.
 */
export function movesOfThePast(context: LadderContext, input: DecideInput): readonly FactDraft[] {
  return context.account.closed ? tasksAfterEnd(context, input) : firstOf(OF_THE_PAST, context, input);
}

/** All that follows by itself, the next rung of the ladder last; the caller adds it and looks again until nothing more follows. */
export function nextMoves(context: LadderContext, input: DecideInput): readonly FactDraft[] {
  return firstOf([movesOfThePast, chased((same) => rungMoves(same, lookAtLadder(same), input))], context, input);
}

function firstOf(looks: readonly Look[], context: LadderContext, input: DecideInput): readonly FactDraft[] {
  for (const look of looks) {
    const moves = look(context, input);
    if (moves.length > 0) return moves;
  }
  return [];
}

/** The ladder is for whoever has traded, also while the relationship ends: the last invoice is asked for like the first. */
function chased(look: Look): Look {
  return (context, input) => {
    const { account, policy } = context;
    return account.closed || onboardingPhase(account, policy) !== null ? [] : look(context, input);
  };
}

/** Money after the end is a person's business, a fact at a time (design, "Lifecycle"). */
function tasksAfterEnd({ account, today }: LadderContext, input: DecideInput): readonly FactDraft[] {
  return account.moneyAfterEnd
    .map((money) => `moneyAfterEnd/${money}`)
    .filter((key) => !account.tasks.some((task) => task.key === key))
    .map((key) => ({
      kind: 'task.opened',
      effectiveOn: today,
      body: { task: input.newId('tsk'), key, what: 'moneyAfterEnd' },
    }));
}

function onboardingMoves({ account, policy, now, today }: LadderContext): readonly FactDraft[] {
  const phase = onboardingPhase(account, policy);
  if (phase === null || phase === 'refused') return [];
  if (requirementsMet(account, policy)) return [{ kind: 'onboarding.completed', effectiveOn: today, body: {} }];
  return now >= onboardingDeadline(account, policy)
    ? [{ kind: 'onboarding.timedOut', effectiveOn: today, body: {} }]
    : [];
}

function lapsedHolds({ account, now, today }: LadderContext): readonly FactDraft[] {
  return account.holds
    .filter((hold) => hold.active && hold.until !== null && hold.until <= now)
    .map((hold) => ({ kind: 'hold.released', effectiveOn: today, body: { hold: hold.hold, because: 'lapsed' } }));
}

function endedPromises({ account, policy, today }: LadderContext): readonly FactDraft[] {
  return promiseMoves(account, policy, today);
}

/** Debt holds end by `reinstate.when`, without a person (practice 27). Other reasons keep their holds (rule 2). */
function debtHoldMoves(context: LadderContext): readonly FactDraft[] {
  const { account, standing, today } = context;
  const held = account.holds.filter((hold) => hold.active && hold.reason === 'debt');
  if (held.length === 0) return [];
  if (suspensionHolds(context)) return [];
  const because = standing.overdue === 0n ? 'settled' : 'stepNoLongerHolds';
  return held.map((hold) => ({ kind: 'hold.released', effectiveOn: today, body: { hold: hold.hold, because } }));
}

/** A case that was frozen on an old policy version lets go of it when it closes. */
function policyMoves({ account, today }: LadderContext, input: DecideInput): readonly FactDraft[] {
  if (account.dunning.case !== null || account.policy.version === input.activePolicyVersion) return [];
  const body = { key: account.policy.key, version: input.activePolicyVersion, openCases: null };
  return [{ kind: 'policy.assigned', effectiveOn: today, body }];
}

function topUpMoves({ account, policy, today }: LadderContext, input: DecideInput): readonly FactDraft[] {
  if (!account.onboarded || account.offboarding !== null) return [];
  const amount = topUpAmount(account, policy);
  if (amount === null) return [];
  const money = { minor: amount.toString(), currency: account.traits.currency };
  return [
    {
      kind: 'prepayment.requested',
      effectiveOn: today,
      body: { prepayment: input.newId('prp'), amount: money, purpose: 'topUp' },
    },
  ];
}
