import type { Account } from './account/account.ts';
import { withFacts } from './account/fold.ts';
import { dayAt, type Instant } from './calendar/day.ts';
import { judgeCommands } from './commands/judge.ts';
import type { PendingCommand } from './commands/command.ts';
import type { CommandOutcome, Decision } from './decision.ts';
import { ladderContext, type LadderContext } from './dunning/ladder-context.ts';
import { lookAtLadder } from './dunning/ladder.ts';
import { effectsOf } from './effects.ts';
import type { Fact, FactDraft } from './facts/fact.ts';
import type { IdPrefix } from './ids.ts';
import { nextMoves } from './moves.ts';
import { phaseOf } from './phase.ts';
import type { Policy } from './policy/policy.ts';
import { serviceOf } from './service/service.ts';
import { wakeInstant } from './wake.ts';

/** Bumped whenever the same facts may be decided otherwise; stored with every decision. */
export const KERNEL_VERSION = 1;

/** What a decision needs beside the facts. All of it is passed in: nothing here reads a clock or draws a number. */
export interface DecideInput {
  readonly policy: Policy;
  /** The active version of the customer's policy, which a frozen case takes on when it closes. */
  readonly activePolicyVersion: number;
  readonly now: Instant;
  readonly pending: readonly PendingCommand[];
  /** Makes an id with this prefix; the same calls give the same ids when a decision is made again. */
  readonly newId: (prefix: IdPrefix) => string;
}

/** Moves can follow from moves (a case closes, so the hold goes); more rounds than this would be a rule that undoes itself. */
const MOST_ROUNDS = 20;

/** A rule that never comes to rest: a programming error, never a customer's. */
export class Unsettled extends Error {
  override readonly name = 'Unsettled';
}

/**
 * The heart of Tenure. From a customer's facts, his policy and the business instant: which commands are applied or
 * refused, what follows by itself, in which phase he is, what is to be done now, and when the answer would change.
 * Pure and deterministic: the same input gives the same decision for ever.
 */
export function decide(account: Account, input: DecideInput): Decision {
  const { policy, now } = input;
  const today = dayAt(now, account.traits.timeZone);
  const judged = judgeCommands(account, input, today);
  const moves: FactDraft[] = [...judged.drafts];
  let current = withDrafts(account, judged.drafts, now);
  for (let round = 0; ; round += 1) {
    if (round === MOST_ROUNDS)
      throw new Unsettled(`moves of ${account.traits.externalId} do not come to rest: ${moves.at(-1)?.kind}`);
    const more = nextMoves(ladderContext(current, policy, now), input);
    if (more.length === 0) break;
    moves.push(...more);
    current = withDrafts(current, more, now);
  }
  return settledDecision(ladderContext(current, policy, now), moves, judged.outcomes);
}

function settledDecision(
  context: LadderContext,
  moves: readonly FactDraft[],
  outcomes: readonly CommandOutcome[],
): Decision {
  const { account, policy, now } = context;
  const phase = phaseOf(account, policy);
  const ladder = lookAtLadder(context);
  const trading = phase === 'active' || phase === 'dunning' || phase === 'suspended' || phase === 'reinstating';
  return {
    schema: 1,
    now,
    phase,
    service: serviceOf(account),
    reasons: moves.map((move) => ({ code: move.kind })),
    nonEvents: trading ? ladder.nonEvents : [],
    outcomes,
    moves,
    effects: effectsOf(context, phase, trading ? ladder.due : null),
    nextStep: trading ? ladder.nextStep : null,
    wakeAt: wakeInstant(context, phase, trading ? ladder.lookAgainAt : null),
  };
}

/** Adds drafts as facts of the next version, for looking ahead inside one decision. */
export function withDrafts(account: Account, drafts: readonly FactDraft[], now: Instant): Account {
  if (drafts.length === 0) return account;
  const version = account.version + 1;
  return withFacts(
    account,
    drafts.map((draft, seq) => ({ ...draft, version, seq, at: now, recordedAt: now }) as Fact),
  );
}
