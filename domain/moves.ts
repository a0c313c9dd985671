import { promiseMoves } from './collections/promise-moves.ts';
import type { DecideInput } from './decide.ts';
import { caseMoves, suspensionHolds } from './dunning/case-moves.ts';
import type { LadderContext } from './dunning/ladder-context.ts';
import { lookAtLadder } from './dunning/ladder.ts';
import { rungMoves } from './dunning/rung-moves.ts';
import type { FactDraft } from './facts/fact.ts';
import { offboardingMoves } from './offboarding.ts';
import { onboardingDeadline, onboardingPhase, requirementsMet } from './onboarding/onboarding.ts';
import { topUpAmount } from './onboarding/top-up.ts';
import { noticeTasks } from './dunning/notice-tasks.ts';
import { serviceTasks } from './service/service-tasks.ts';

/**
 * What follows by itself from the facts at this instant, one kind of thing at a time: the caller adds it and looks
 * again until nothing more follows. The order is that of a person's thoughts: who is he, what ended, what of the debt.
 */
export function nextMoves(context: LadderContext, input: DecideInput): readonly FactDraft[] {
  const { account, policy, now } = context;
  if (account.closed) return [];
  for (const look of [
    onboardingMoves,
    lapsedHolds,
    endedPromises,
    debtHoldMoves,
    policyMoves,
    topUpMoves,
    serviceTasks,
    noticeTasks,
    offboardingMoves,
  ]) {
    const moves = look(context, input);
    if (moves.length > 0) return moves;
  }
  if (onboardingPhase(account, policy) !== null || account.offboarding !== null) return [];
  const moved = caseMoves(context);
  return moved.length > 0 ? moved : rungMoves(context, lookAtLadder(context), input, now);
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
  const { account, policy, standing, today } = context;
  const held = account.holds.filter((hold) => hold.active && hold.reason === 'debt');
  if (held.length === 0) return [];
  const because =
    standing.overdue === 0n
      ? 'settled'
      : policy.reinstate.when === 'stepNoLongerHolds' && !suspensionHolds(context)
        ? 'stepNoLongerHolds'
        : null;
  if (because === null) return [];
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
