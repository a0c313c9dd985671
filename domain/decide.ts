import type { Account } from './account/account.ts';
import { withFacts } from './account/fold.ts';
import type { Instant } from './calendar/day.ts';
import type { PendingCommand } from './commands/command.ts';
import { judge, outcomeOf } from './commands/judge.ts';
import type { DecideInput } from './decide-input.ts';
import type { CommandOutcome, Decision, Phase } from './decision.ts';
import { lookAtLadder } from './dunning/ladder.ts';
import { NOTHING } from './dunning/ladder-answer.ts';
import { ladderContext, type LadderContext } from './dunning/ladder-context.ts';
import { keptPace } from './dunning/pace.ts';
import { effectsOf } from './effects.ts';
import type { Fact, FactDraft } from './facts/fact.ts';
import { movesOfThePast, nextMoves } from './moves.ts';
import { phaseOf } from './phase.ts';
import { heldOrders, serviceOf } from './service/service.ts';
import { wakeInstant } from './wake.ts';

/** Bumped whenever the same facts may be decided otherwise; stored with every decision. */
export const KERNEL_VERSION = 4;

/** Moves can follow from moves (a case closes, so the hold goes); more rounds than this would be a rule that undoes itself. */
const MOST_ROUNDS = 20;

/** A rule that never comes to rest: a programming error, never a customer's. */
export class Unsettled extends Error {
  override readonly name = 'Unsettled';
}

/** How far a decision has come: all that holds when its moves so far have been added. */
interface Progress {
  readonly context: LadderContext;
  readonly moves: readonly FactDraft[];
}

/**
 * The heart of Tenure. From a customer's facts, his policy and the business instant: which commands are applied or
 * refused, what follows by itself, in which phase he is, what is to be done now, and when the answer would change.
 * Pure and deterministic: the same input gives the same decision for ever.
 */
export function decide(account: Account, input: DecideInput): Decision {
  let progress: Progress = { context: ladderContext(account, input.policy, input.now), moves: [] };
  const outcomes: CommandOutcome[] = [];
  for (const command of input.pending) {
    progress = settle(progress, input, movesOfThePast);
    const answer = judge(progress.context, command);
    outcomes.push(outcomeOf(command, answer));
    if ('drafts' in answer) progress = added(progress, askedBy(command, answer.drafts));
  }
  const settled = settledDecision(settle(progress, input, nextMoves), outcomes);
  return settled.moves.some((move) => move.kind === 'policy.assigned') ? underOtherPolicy(settled) : settled;
}

function settle(from: Progress, input: DecideInput, look: typeof nextMoves): Progress {
  let progress = from;
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const more = look(progress.context, input);
    if (more.length === 0) return progress;
    progress = added(progress, more);
    if (more.some((move) => move.kind === 'policy.assigned')) return progress;
  }
  const { context, moves } = progress;
  throw new Unsettled(`moves of ${context.account.traits.externalId} do not come to rest: ${moves.at(-1)?.kind}`);
}

function added({ context, moves }: Progress, drafts: readonly FactDraft[]): Progress {
  const { account, policy, now } = context;
  return { context: ladderContext(withDrafts(account, drafts, now), policy, now), moves: [...moves, ...drafts] };
}

function askedBy({ command }: PendingCommand, drafts: readonly FactDraft[]): readonly FactDraft[] {
  return drafts.map((draft) => ({ ...draft, command }));
}

function settledDecision({ context, moves }: Progress, outcomes: readonly CommandOutcome[]): Decision {
  const { account, policy, now } = context;
  const phase = phaseOf(account, policy);
  const ladder = CHASED.has(phase) ? lookAtLadder(context) : NOTHING;
  return {
    schema: 1,
    now,
    phase,
    service: serviceOf(account),
    reasons: moves.map((move) => ({ code: move.kind })),
    nonEvents: [...ladder.nonEvents, ...keptPace(context), ...heldOrders(account)],
    outcomes,
    moves,
    effects: effectsOf(context, phase, ladder.due),
    nextStep: ladder.nextStep,
    wakeAt: wakeInstant(context, phase, ladder.lookAgainAt),
  };
}

/** Phases in which the ladder is looked at. */
const CHASED: ReadonlySet<Phase> = new Set<Phase>(['active', 'dunning', 'suspended', 'reinstating', 'terminating']);

/** The customer has just taken on another policy version: nothing is done under the old one, and the next look is now. */
function underOtherPolicy(decision: Decision): Decision {
  return { ...decision, nonEvents: [], effects: [], nextStep: null, wakeAt: decision.now };
}

/** Adds drafts as facts of the next version, for looking ahead inside one decision. */
export function withDrafts(account: Account, drafts: readonly FactDraft[], now: Instant): Account {
  if (drafts.length === 0) return account;
  const version = account.version + 1;
  return withFacts(
    account,
    drafts.map((draft, seq): Fact => ({ ...draft, version, seq, at: now, recordedAt: now })),
  );
}
