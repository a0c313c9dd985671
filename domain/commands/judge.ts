import type { CommandOutcome } from '../decision.ts';
import type { LadderContext } from '../dunning/ladder-context.ts';
import type { PendingCommand } from './command.ts';
import { judgeClaim } from './judge-claims.ts';
import { judgeDunning } from './judge-dunning.ts';
import { judgeHold } from './judge-holds.ts';
import { judgeRelationship } from './judge-relationship.ts';
import { type Judgement, refuse } from './judgement.ts';

/** Judges one command upon what holds now. Money facts are never commands: they are never refused by a life. */
export function judge(context: LadderContext, command: PendingCommand): Judgement {
  const { account, policy, today } = context;
  if (account.closed && command.kind !== 'task.close') return refuse('wrong_phase', 'the customer is closed');
  switch (command.kind) {
    case 'dunning.start':
    case 'dunning.pause':
    case 'dunning.resume':
    case 'dunning.escalate':
      return judgeDunning(context, command);
    case 'dispute.open':
    case 'promise.make':
    case 'plan.agree':
      return judgeClaim(context, command);
    case 'hold.place':
    case 'hold.placeEach':
    case 'hold.release':
    case 'approval.decide':
      return judgeHold(context, command);
    default:
      return judgeRelationship(account, policy, command, today);
  }
}

/** A judgement as the decision records it. */
export function outcomeOf({ command }: PendingCommand, answer: Judgement): CommandOutcome {
  return 'refused' in answer
    ? { command, outcome: 'refused', code: answer.refused, detail: answer.detail }
    : { command, outcome: 'applied' };
}
