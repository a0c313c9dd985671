import type { DoneStep } from '../account/account.ts';
import { noticeKey } from '../account/fold-collection.ts';
import type { FactDraft } from '../facts/fact.ts';
import { checkConditions } from './conditions.ts';
import { fallsOn, isPreDue } from './offsets.ts';
import { preDueOccurrence } from './pre-due.ts';
import type { LadderContext } from './ladder-context.ts';

/** What the case itself does on this look: opens, falls back or closes. At most one of them; the caller looks again. */
export function caseMoves(context: LadderContext): readonly FactDraft[] {
  const { account, standing, policy, today } = context;
  const open = account.dunning.case;
  if (open === null) {
    if (standing.collectible <= 0n || standing.collectible < policy.minimumDebt.minor) return [];
    return [
      ...preDueLapses(context),
      draft(today, 'case.opened', { case: account.dunning.casesOpened + 1, by: 'policy' }),
    ];
  }
  if (standing.overdue === 0n) return [draft(today, 'case.closed', { case: open.number })];
  const stands = account.dunning.position.findLastIndex((done) => stillStands(context, done));
  if (stands === account.dunning.position.length - 1) return [];
  return [draft(today, 'case.fellBack', { case: open.number, toStep: account.dunning.position[stands]?.step ?? null })];
}

/**
 * Whether a done step still stands: a suspension does not fall back; a warning that could not be delivered was no
 * warning; and when the debt shrank, so that the anchor moved on, A + m(i) must have been reached and `when` must hold.
 */
function stillStands(context: LadderContext, done: DoneStep): boolean {
  const { account, standing, policy, rungs, today } = context;
  const rung = rungs.find((candidate) => candidate.step.key === done.step);
  if (rung === undefined) return true;
  if (rung.step.kind === 'suspend') return policy.reinstate.when === 'overdueSettled' || suspensionHolds(context);
  if (rung.step.mustPrecede !== undefined) {
    const notice = account.notices.get(
      noticeKey({ noticeKind: 'dunning', step: done.step, occurrence: done.occurrence }),
    );
    if (notice?.state === 'undeliverable') return false;
  }
  if (standing.anchor === null) return true;
  const reached = standing.anchor <= done.anchor || fallsOn(standing.anchor, rung, context.stoodStill) <= today;
  return reached && (done.jumped || checkConditions(rung.step, standing).holds);
}

/** Whether the policy would still hold the suspension (for `reinstate.when: stepNoLongerHolds`). */
export function suspensionHolds(context: LadderContext): boolean {
  const { account, standing, rungs, today } = context;
  const done = account.dunning.position.find((step) =>
    rungs.some((rung) => rung.step.key === step.step && rung.step.kind === 'suspend'),
  );
  const rung = rungs.find((candidate) => candidate.step.key === done?.step);
  if (rung === undefined || done === undefined || standing.anchor === null)
    return standing.overdue > 0n && rung === undefined;
  const reached = standing.anchor <= done.anchor || fallsOn(standing.anchor, rung, context.stoodStill) <= today;
  return reached && checkConditions(rung.step, standing).holds;
}

/** Pre-due steps that were not done for the day that has now passed: they lapse, visibly. */
function preDueLapses(context: LadderContext): readonly FactDraft[] {
  const { account, standing, rungs, today } = context;
  if (standing.anchor === null) return [];
  const occurrence = preDueOccurrence(standing.anchor);
  return rungs
    .filter((rung) => isPreDue(rung) && !account.dunning.preDue.has(`${rung.step.key}/${occurrence}`))
    .map((rung) => draft(today, 'step.lapsed', { case: null, step: rung.step.key, occurrence, because: 'overdue' }));
}

function draft<K extends FactDraft['kind']>(
  effectiveOn: string,
  kind: K,
  body: Extract<FactDraft, { kind: K }>['body'],
): FactDraft {
  return { kind, effectiveOn, body } as FactDraft;
}
