import type { StepRef } from '../decision.ts';
import type { PolicyStep } from '../policy/policy.ts';
import { type LadderAnswer, NOTHING, type Wanted } from './ladder-answer.ts';
import { firstAllowed, type LadderContext } from './ladder-context.ts';
import type { Rung } from './offsets.ts';
import { nonEvent } from './opportunity.ts';
import { missingLinks } from './proof-chain.ts';

/**
 * What must be settled before a rung whose time has come: an unknown legal status, a warning that nobody could read, a
 * missing proof, an approval. Null when nothing stands in the way.
 */
export function personFirst(context: LadderContext, rung: Rung, ref: StepRef): LadderAnswer | null {
  const { step } = rung;
  if (step.mustPrecede !== undefined) return warningHeld(context, step, ref);
  if (step.kind !== 'suspend' && step.kind !== 'terminate') return null;
  return chainHeld(context, rung, ref) ?? (step.approval === 'fourEyes' ? approvalHeld(context, step, ref) : null);
}

function warningHeld(context: LadderContext, step: PolicyStep, ref: StepRef): LadderAnswer | null {
  const { account } = context;
  if (account.traits.legalStatus === null)
    return held(step, 'legalStatusUnknown', {
      what: 'task',
      key: `legalStatus/${ref.case}`,
      code: 'legalStatusUnknown',
    });
  return bouncedBefore(context, step) ? held(step, 'undeliverable') : null;
}

function chainHeld(context: LadderContext, rung: Rung, ref: StepRef): LadderAnswer | null {
  const missing = missingLinks(context, rung);
  const [worst] = missing;
  if (worst === undefined) return null;
  const nonEvents = missing.map((link) => nonEvent(rung.step, link.link, link.detail));
  if (missing.every((link) => link.until !== null)) {
    const mended = Math.max(...missing.map((link) => link.until ?? 0));
    return { ...NOTHING, nonEvents, lookAgainAt: firstAllowed(context, mended) };
  }
  const key = `${worst.link}/${rung.step.key}/${ref.case}`;
  return { ...NOTHING, nonEvents, wanted: [{ what: 'task', key, code: worst.link }] };
}

/** An approval is for the step at this place of the ladder: once the case has fallen back and climbed again, it is asked anew. */
function approvalHeld({ account }: LadderContext, step: PolicyStep, ref: StepRef): LadderAnswer | null {
  const below = account.dunning.position.at(-1);
  const key = ['step', step.key, ref.occurrence, below?.step, below?.occurrence].filter((part) => part).join('/');
  const state = account.approvals.find((approval) => approval.key === key)?.state;
  if (state === 'approved') return null;
  if (state === 'refused') return held(step, 'approvalRefused');
  return held(step, 'awaitingApproval', { what: 'approval', key, code: step.key });
}

/** The last try to warn this customer could not be delivered, and nobody has mended the address since. */
function bouncedBefore({ account }: LadderContext, step: PolicyStep): boolean {
  const thisCase = `${account.dunning.casesOpened}.`;
  return [...account.notices.values()].some(
    (notice) =>
      notice.noticeKind === 'dunning' &&
      notice.step === step.key &&
      notice.occurrence.startsWith(thisCase) &&
      notice.state === 'undeliverable' &&
      notice.contactRevision >= account.traits.contactRevision,
  );
}

function held(step: PolicyStep, because: string, ...wanted: readonly Wanted[]): LadderAnswer {
  return { ...NOTHING, nonEvents: [nonEvent(step, because)], wanted };
}
