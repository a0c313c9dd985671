import { type Instant, type Day } from '../calendar/day.ts';
import type { NextStep, NonEvent, StepRef } from '../decision.ts';
import type { PolicyStep } from '../policy/policy.ts';
import { checkConditions } from './conditions.ts';
import { dueDayOf } from './due-rung.ts';
import { dayStarts, firstAllowed, firstAllowedOn, type LadderContext } from './ladder-context.ts';
import { preDueRung } from './pre-due.ts';
import { missingLinks } from './proof-chain.ts';
import { nextRung, type RungChoice } from './rung-choice.ts';

/** A task or an approval that a person must see to before the ladder can go on; `key` names it once per case. */
export interface Wanted {
  readonly what: 'task' | 'approval';
  readonly key: string;
  readonly code: string;
}

/** What the ladder says now: a rung to do, or why not and when to look again. */
export interface LadderAnswer {
  readonly due: { readonly ref: StepRef; readonly step: PolicyStep; readonly jumped: readonly StepRef[] } | null;
  readonly nextStep: NextStep | null;
  readonly lookAgainAt: Instant | null;
  readonly nonEvents: readonly NonEvent[];
  readonly wanted: readonly Wanted[];
}

const NOTHING: LadderAnswer = Object.freeze({
  due: null,
  nextStep: null,
  lookAgainAt: null,
  nonEvents: [],
  wanted: [],
});

/**
 * One look at the ladder (api-surface, "How the ladder goes"). In a case with something collectible the case's next rung
 * counts; otherwise the next due day, for rungs before it.
 */
export function lookAtLadder(context: LadderContext): LadderAnswer {
  const { account, standing } = context;
  const open = account.dunning.case;
  if (open === null || standing.collectible === 0n) {
    const held =
      open === null
        ? []
        : [
            {
              what: 'case',
              because: standing.disputed > 0n ? 'disputed' : 'promised',
              detail: { case: String(open.number) },
            },
          ];
    const answer = lookBeforeDue(context);
    return { ...answer, nonEvents: [...held, ...answer.nonEvents] };
  }
  if (open.by === 'policy' && standing.collectible < context.policy.minimumDebt.minor) {
    return {
      ...NOTHING,
      nonEvents: [{ what: 'case', because: 'belowMinimumDebt', detail: { case: String(open.number) } }],
    };
  }
  const choice = nextRung(context);
  if (choice === null) return NOTHING;
  return lookAtRung(context, choice, open.number);
}

function lookBeforeDue(context: LadderContext): LadderAnswer {
  const candidate = preDueRung(context);
  if (candidate === null) return NOTHING;
  const { step, ref, day } = candidate;
  const at = firstAllowedOn(context, day);
  const nextStep = { at, kind: step.kind, step: step.key, because: `${ref.anchor} is the next due day` };
  if (candidate.afterDue) return { ...NOTHING, nextStep, lookAgainAt: null };
  const stopped = standstill(context, step, day);
  if (stopped) return { ...stopped, nextStep };
  if (at > context.now) return { ...NOTHING, nextStep, lookAgainAt: at };
  const conditions = checkConditions(step, context.standing);
  if (!conditions.holds) return { ...NOTHING, nonEvents: [nonEvent(step, conditions.because ?? 'condition')] };
  return { ...NOTHING, nextStep, due: { ref, step, jumped: [] } };
}

function lookAtRung(context: LadderContext, choice: RungChoice, caseNumber: number): LadderAnswer {
  const { step } = choice.rung;
  const ref = refOf(context, step, caseNumber, choice.escalated || choice.jumped.length > 0);
  const conditions = choice.escalated
    ? { holds: true, because: null, fromDay: null }
    : checkConditions(step, context.standing);
  const dueDay = dueDayOf(context, choice.rung, choice.escalated);
  const day = conditions.fromDay !== null && conditions.fromDay > dueDay ? conditions.fromDay : dueDay;
  const at = firstAllowedOn(context, day);
  const nextStep: NextStep = {
    at,
    kind: step.kind,
    step: step.key,
    because: `${ref.anchor} is the oldest unpaid due day`,
  };
  const stopped = standstill(context, step, day);
  if (stopped)
    return {
      ...stopped,
      nextStep: stopped.lookAgainAt === null ? null : { ...nextStep, at: laterOf(stopped.lookAgainAt, at) },
    };
  if (!conditions.holds && conditions.fromDay === null) {
    return {
      ...NOTHING,
      nonEvents: context.today >= dueDay ? [nonEvent(step, conditions.because ?? 'condition')] : [],
    };
  }
  const before = personFirst(context, step, caseNumber, ref);
  if (at > context.now) return { ...NOTHING, nextStep, lookAgainAt: at, wanted: before.early };
  if (before.blocked) return before.blocked;
  return {
    ...NOTHING,
    nextStep,
    due: { ref, step, jumped: choice.jumped.map((rung) => refOf(context, rung.step, caseNumber, true)) },
  };
}

/** A pause, or unmatched money that may be the customer's, holds back whatever would be done to him. */
function standstill(context: LadderContext, step: PolicyStep, day: Day): LadderAnswer | null {
  const { account, today } = context;
  const { pausedUntil } = account.dunning;
  if (pausedUntil !== null && today < pausedUntil) {
    const again = firstAllowed(context, dayStarts(context, pausedUntil));
    return {
      ...NOTHING,
      lookAgainAt: again,
      nonEvents: day <= today ? [nonEvent(step, 'paused', { until: pausedUntil })] : [],
    };
  }
  const [suspected] = account.suspectedMoney;
  if (suspected !== undefined && day <= today) {
    return {
      ...NOTHING,
      nonEvents: [nonEvent(step, 'unmatchedMoney', { payment: suspected[0], because: suspected[1].because })],
    };
  }
  return null;
}

/** What a person must settle before this rung: an unknown legal status, a bounced warning, a missing proof, an approval. */
function personFirst(
  context: LadderContext,
  step: PolicyStep,
  caseNumber: number,
  ref: StepRef,
): { readonly early: readonly Wanted[]; readonly blocked: LadderAnswer | null } {
  const { account } = context;
  if (step.mustPrecede !== undefined && account.traits.legalStatus === null) {
    return blocked(step, 'legalStatusUnknown', [
      { what: 'task', key: `legalStatus/${caseNumber}`, code: 'legalStatusUnknown' },
    ]);
  }
  if (step.mustPrecede !== undefined && bouncedFor(context, step)) {
    return blocked(step, 'undeliverable', []);
  }
  if (step.kind !== 'suspend' && step.kind !== 'terminate') return { early: [], blocked: null };
  const missing = missingLinks(context, step);
  const [worst] = missing;
  if (worst !== undefined) {
    const byTime = missing.every((link) => link.until !== null);
    const again = byTime ? firstAllowed(context, Math.max(...missing.map((link) => link.until ?? 0))) : null;
    const wanted: Wanted[] = byTime
      ? []
      : [{ what: 'task', key: `${worst.link}/${step.key}/${caseNumber}`, code: worst.link }];
    return {
      early: [],
      blocked: { ...NOTHING, lookAgainAt: again, wanted, nonEvents: [nonEvent(step, worst.link, worst.detail)] },
    };
  }
  if (step.approval === 'fourEyes') {
    const key = `step/${ref.step}/${ref.occurrence}`;
    const state = account.approvals.find((approval) => approval.key === key)?.state;
    if (state !== 'approved') {
      const because = state === 'refused' ? 'approvalRefused' : 'awaitingApproval';
      return blocked(step, because, state === undefined ? [{ what: 'approval', key, code: step.key }] : []);
    }
  }
  return { early: [], blocked: null };
}

/** The last try to warn this customer could not be delivered, and nobody has mended the address since. */
function bouncedFor(context: LadderContext, step: PolicyStep): boolean {
  const { account } = context;
  for (const notice of account.notices.values()) {
    const same =
      notice.noticeKind === 'dunning' &&
      notice.step === step.key &&
      notice.occurrence.startsWith(`${account.dunning.casesOpened}.`);
    if (same && notice.state === 'undeliverable' && notice.contactRevision >= account.traits.contactRevision)
      return true;
  }
  return false;
}

function refOf(context: LadderContext, step: PolicyStep, caseNumber: number, jumped: boolean): StepRef {
  const entry = (context.account.dunning.entries.get(step.key) ?? 0) + 1;
  return {
    case: caseNumber,
    step: step.key,
    occurrence: `${caseNumber}.${entry}`,
    anchor: context.standing.anchor ?? context.today,
    jumped,
  };
}

function blocked(
  step: PolicyStep,
  because: string,
  wanted: readonly Wanted[],
): { readonly early: readonly Wanted[]; readonly blocked: LadderAnswer } {
  return { early: [], blocked: { ...NOTHING, wanted, nonEvents: [nonEvent(step, because)] } };
}

function nonEvent(step: PolicyStep, because: string, detail: Readonly<Record<string, string>> = {}): NonEvent {
  return { what: `step:${step.key}`, because, detail };
}

function laterOf(a: Instant, b: Instant): Instant {
  return a > b ? a : b;
}
