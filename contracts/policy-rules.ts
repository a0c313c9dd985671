import type { FieldProblem } from '../domain/errors.ts';
import { atPace } from '../domain/policy/pace.ts';
import { RISK_TIERS, type RiskTier } from '../domain/policy/tier-terms.ts';
import type { Money } from '../domain/money.ts';
import type { PolicyDocument } from './policy-document.ts';

/** Why a document is no policy. `code` is of the error catalogue; pointers lead into the document. */
export interface PolicyProblem {
  readonly code: 'malformed' | 'invalid_money' | 'currency_mismatch' | 'invalid_policy' | 'policy_without_warning';
  readonly detail: string;
  readonly errors: readonly FieldProblem[];
}

type Step = PolicyDocument['steps'][number];

/** What cannot be done to somebody who owes nothing yet. */
const TOO_EARLY: ReadonlySet<Step['kind']> = new Set(['suspend', 'terminate', 'handover']);

/** The rules that a schema cannot say. Null when the document keeps them all. */
export function policyProblem(document: PolicyDocument): PolicyProblem | null {
  const otherCurrencies = moneyIn(document).filter(({ amount }) => amount.currency !== document.currency);
  if (otherCurrencies.length > 0) {
    const errors = otherCurrencies.map(({ pointer }) => ({ pointer, message: `must be in ${document.currency}` }));
    return { code: 'currency_mismatch', detail: 'a policy has one currency', errors };
  }
  const contradictions = [
    ...contradictionsOf(document.steps),
    ...RISK_TIERS.flatMap((tier) => paceProblems(document, tier)),
  ];
  if (contradictions.length > 0) {
    return { code: 'invalid_policy', detail: 'the ladder contradicts itself', errors: contradictions };
  }
  const unwarned = document.steps.flatMap((step, index) =>
    isWarned(document.steps, index) ? [] : [{ pointer: `/steps/${index}`, message: `nothing warns of ${step.key}` }],
  );
  if (unwarned.length === 0) return null;
  const detail = 'every suspend and terminate step needs an earlier notice with mustPrecede for it';
  return { code: 'policy_without_warning', detail, errors: unwarned };
}

function contradictionsOf(steps: readonly Step[]): readonly FieldProblem[] {
  return steps.flatMap((step, index) => contradictionsIn(steps, step, index));
}

/** The ladder at a tier's own pace keeps the same rules as the ladder as it stands. */
function paceProblems({ steps, risk }: PolicyDocument, tier: RiskTier): readonly FieldProblem[] {
  const days = risk?.[tier]?.dunningDays;
  if (days === undefined) return [];
  const pointer = (step: string) => `/risk/${tier}/dunningDays/${step}`;
  const unknown = Object.keys(days).filter((named) => !steps.some(({ key }) => key === named));
  if (unknown.length > 0) return unknown.map((step) => ({ pointer: pointer(step), message: 'no step has this key' }));
  const known = new Set(contradictionsOf(steps).map(({ pointer: at }) => at));
  return contradictionsOf(atPace(steps, days))
    .filter(({ pointer: at }) => !known.has(at))
    .map(({ pointer: at, message }) => {
      const step = steps[Number(at.split('/')[2])]?.key ?? '';
      return { pointer: step in days ? pointer(step) : `/risk/${tier}/dunningDays`, message: `${step}: ${message}` };
    });
}

function contradictionsIn(steps: readonly Step[], step: Step, index: number): readonly FieldProblem[] {
  const problems: FieldProblem[] = [];
  const report = (field: string, message: string) => problems.push({ pointer: `/steps/${index}/${field}`, message });
  if (steps.findIndex((other) => other.key === step.key) < index) report('key', 'each step needs a key of its own');
  if (index === 0 && step.after.from === 'previous') report('after/from', 'the first step has none before it');
  if (step.after.from === 'previous' && step.after.days < 0)
    report('after/days', 'must not lie before the step before it');
  if (offset(steps, index) < 0 && TOO_EARLY.has(step.kind)) report('after/days', 'must not lie before the due day');
  if (step.mustPrecede !== undefined) {
    if (step.kind !== 'notice') report('mustPrecede', 'only a notice can warn');
    if (!steps.slice(index + 1).some((later) => isMeant(step, later)))
      report('mustPrecede', 'no later step has this key or kind');
  }
  return problems;
}

/**
 * A stop is warned of by an earlier notice for it. A termination may also follow a suspension that was warned of: the
 * customer knows from that warning, and from weeks without service, what comes.
 */
function isWarned(steps: readonly Step[], index: number): boolean {
  const step = steps[index];
  if (step === undefined || (step.kind !== 'suspend' && step.kind !== 'terminate')) return true;
  const before = steps.slice(0, index);
  if (before.some((notice) => isMeant(notice, step))) return true;
  return step.kind === 'terminate' && before.some((other, place) => other.kind === 'suspend' && isWarned(steps, place));
}

function isMeant(notice: Step, step: Step): boolean {
  return notice.mustPrecede !== undefined && (notice.mustPrecede === step.key || notice.mustPrecede === step.kind);
}

/** m(i) of the ladder: days from the due day. */
function offset(steps: readonly Step[], index: number): number {
  const step = steps[index];
  if (step === undefined) return 0;
  return step.after.from === 'due' ? step.after.days : offset(steps, index - 1) + step.after.days;
}

function moneyIn(document: PolicyDocument): readonly { readonly pointer: string; readonly amount: Money }[] {
  const { onboarding } = document;
  const given: [string, Money | undefined][] = [
    ['/minimumDebt', document.minimumDebt],
    ['/prepaid/lowAt', document.prepaid?.lowAt],
    ['/limits/writeOff', document.limits?.writeOff],
    ['/security/autoContain/atStake', document.security?.autoContain.atStake],
    ['/onboarding/creditReportFrom', onboarding?.creditReportFrom ?? undefined],
    ['/onboarding/prepayment', typeof onboarding?.prepayment === 'string' ? undefined : onboarding?.prepayment],
    ...document.steps.map((step, index): [string, Money | undefined] => [
      `/steps/${index}/when/minimumDebt`,
      step.when?.minimumDebt,
    ]),
  ];
  return given.flatMap(([pointer, amount]) => (amount === undefined ? [] : [{ pointer, amount }]));
}
