import { missingLinks } from '../dunning/proof-chain.ts';
import { isPreDue } from '../dunning/offsets.ts';
import { openedCase } from '../dunning/pace.ts';
import { highestDone } from '../dunning/rung-choice.ts';
import type { LadderContext } from '../dunning/ladder-context.ts';
import type { PendingCommand } from './command.ts';
import { type Judgement, refuse } from './judgement.ts';

/** A person drives the ladder: start, pause until a day, resume, escalate to a step (api-surface, "Collections"). */
export function judgeDunning(
  context: LadderContext,
  command: PendingCommand<'dunning.start' | 'dunning.pause' | 'dunning.resume' | 'dunning.escalate'>,
): Judgement {
  const { account, standing, today } = context;
  const effectiveOn = today;
  switch (command.kind) {
    case 'dunning.start':
      if (account.dunning.case !== null) return refuse('wrong_phase', 'a dunning case is open already');
      if (standing.collectible <= 0n) return refuse('wrong_phase', 'nothing collectible is overdue');
      return { drafts: [openedCase(context, 'person')] };
    case 'dunning.pause':
      if (command.body.until <= today) return refuse('day_has_passed', 'a pause ends on a later day than today');
      return { drafts: [{ kind: 'dunning.paused', effectiveOn, body: { until: command.body.until } }] };
    case 'dunning.resume': {
      const { pausedUntil } = account.dunning;
      if (pausedUntil === null || pausedUntil <= today) return refuse('wrong_phase', 'dunning is not paused');
      return { drafts: [{ kind: 'dunning.resumed', effectiveOn, body: {} }] };
    }
    case 'dunning.escalate':
      return judgeEscalation(context, command.body.toStep);
  }
}

/** A jump past a step with `mustPrecede` is refused until the proof chain is complete (api-surface, holds). */
function judgeEscalation(context: LadderContext, toStep: string): Judgement {
  const { account, rungs, today, standing } = context;
  const rung = rungs.find((candidate) => candidate.step.key === toStep);
  if (rung === undefined) return refuse('unknown_step', `the policy has no step ${toStep}`);
  if (account.dunning.case === null || standing.collectible <= 0n)
    return refuse('wrong_phase', 'no open dunning case with anything collectible');
  const reached = highestDone(context);
  if (rung.index <= reached || isPreDue(rung)) return refuse('step_already_done', `the case is past ${toStep} already`);
  const over = rungs.filter(
    (other) => other.index > reached && other.index < rung.index && other.step.mustPrecede !== undefined,
  );
  const missing = rung.step.kind === 'suspend' || rung.step.kind === 'terminate' ? missingLinks(context, rung) : [];
  const basis = missing.find((link) => link.link === 'noSuspensionBasis');
  if (basis) return refuse('no_suspension_basis', 'no terms with a suspension clause are on record');
  if (over.length > 0 || missing.length > 0) {
    const links = [...over.map((other) => `${other.step.key} not done`), ...missing.map((link) => link.link)];
    return refuse('proof_chain_incomplete', `missing: ${links.join(', ')}`);
  }
  return { drafts: [{ kind: 'dunning.escalated', effectiveOn: today, body: { toStep } }] };
}
