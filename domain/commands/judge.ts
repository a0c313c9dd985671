import type { Account } from '../account/account.ts';
import type { Day } from '../calendar/day.ts';
import { type DecideInput, withDrafts } from '../decide.ts';
import type { CommandOutcome } from '../decision.ts';
import { ladderContext } from '../dunning/ladder-context.ts';
import type { ErrorCode } from '../errors.ts';
import type { FactDraft } from '../facts/fact.ts';
import type { PendingCommand } from './command.ts';
import { judgeClaim } from './judge-claims.ts';
import { judgeDunning } from './judge-dunning.ts';
import { judgeHold } from './judge-holds.ts';
import { judgeRelationship } from './judge-relationship.ts';

/** A command's answer: the facts it makes, or the catalogue's code and a sentence for the person who asked. */
export type Judgement =
  | { readonly drafts: readonly FactDraft[] }
  | { readonly refused: ErrorCode; readonly detail: string };

/**
 * Judges pending commands in the order in which they were given, each upon what the ones before it made true. Money
 * facts are never commands: they are never refused by a life.
 */
export function judgeCommands(
  account: Account,
  input: DecideInput,
  today: Day,
): { readonly drafts: readonly FactDraft[]; readonly outcomes: readonly CommandOutcome[] } {
  const drafts: FactDraft[] = [];
  const outcomes: CommandOutcome[] = [];
  let current = account;
  for (const command of input.pending) {
    const answer = judge(current, command, input, today);
    if ('refused' in answer) {
      outcomes.push({ command: command.command, outcome: 'refused', code: answer.refused, detail: answer.detail });
      continue;
    }
    outcomes.push({ command: command.command, outcome: 'applied' });
    drafts.push(...answer.drafts);
    current = withDrafts(current, answer.drafts, input.now);
  }
  return { drafts, outcomes };
}

function judge(account: Account, command: PendingCommand, input: DecideInput, today: Day): Judgement {
  if (account.closed && command.kind !== 'task.close') return refuse('wrong_phase', 'the customer is closed');
  switch (command.kind) {
    case 'dunning.start':
    case 'dunning.pause':
    case 'dunning.resume':
    case 'dunning.escalate':
      return judgeDunning(ladderContext(account, input.policy, input.now), command);
    case 'dispute.open':
    case 'promise.make':
    case 'plan.agree':
      return judgeClaim(ladderContext(account, input.policy, input.now), command);
    case 'hold.place':
    case 'hold.release':
    case 'approval.decide':
      return judgeHold(ladderContext(account, input.policy, input.now), command);
    default:
      return judgeRelationship(account, input.policy, command, today);
  }
}

/** A refusal with the catalogue's code. */
export function refuse(refused: ErrorCode, detail: string): Judgement {
  return { refused, detail };
}
