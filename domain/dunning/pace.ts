import type { Account } from '../account/account.ts';
import type { NonEvent } from '../decision.ts';
import type { FactDraft } from '../facts/fact.ts';
import { riskGrade, type RiskTier } from '../kyc/risk-tier.ts';
import type { Policy } from '../policy/policy.ts';
import type { LadderContext } from './ladder-context.ts';

/** Days of a ladder's steps, by key, where they are others than the ladder's own. */
type StepDays = Readonly<Record<string, number>>;

/** Steps with the days of a pace; the order stays, and so does from where each is counted. */
export function atPace<S extends { readonly key: string; readonly after: { readonly days: number } }>(
  steps: readonly S[],
  days: StepDays | undefined,
): readonly S[] {
  if (days === undefined) return steps;
  return steps.map((step) => ({ ...step, after: { ...step.after, days: days[step.key] ?? step.after.days } }));
}

/**
 * The risk tier at whose pace debts are asked for (practice 5): that of the open case, which is a fact of it; without a case the
 * customer's own. Null where the policy knows one pace only, or the case was opened when it did.
 */
export function paceOf(account: Account, policy: Policy): RiskTier | null {
  if (!hasPaces(policy)) return null;
  const open = account.dunning.case;
  return open === null ? riskGrade(account).tier : open.pace;
}

/** The policy's days at a pace; undefined for the ladder's own. */
export function daysAt(policy: Policy, pace: RiskTier | null): StepDays | undefined {
  return pace === null ? undefined : policy.risk?.[pace].dunningDays;
}

/** A case that opens now, with its pace where the policy knows several. */
export function openedCase({ account, policy, today }: LadderContext, by: 'policy' | 'person'): FactDraft {
  const pace = hasPaces(policy) ? { pace: riskGrade(account).tier } : {};
  return { kind: 'case.opened', effectiveOn: today, body: { case: account.dunning.casesOpened + 1, by, ...pace } };
}

/**
 * What a new tier does to an open case: it keeps its position and goes on at the new tier's pace. Once the customer was warned it
 * keeps the pace as well, until it closes or falls back: the warning has named a day, and a word that was given counts for more
 * than a week won.
 */
export function paceMoves(context: LadderContext): readonly FactDraft[] {
  const { account, today } = context;
  const open = account.dunning.case;
  if (open === null || isWarned(context)) return [];
  const pace = otherPace(context);
  return pace === null ? [] : [{ kind: 'case.paceChanged', effectiveOn: today, body: { case: open.number, pace } }];
}

/** That the pace was not changed although the tier is another one. */
export function keptPace(context: LadderContext): readonly NonEvent[] {
  const pace = isWarned(context) ? otherPace(context) : null;
  return pace === null ? [] : [{ what: 'pace', because: 'warned', detail: { tier: pace } }];
}

/** The customer's tier where its days are others than those of the open case. */
function otherPace({ account, policy }: LadderContext): RiskTier | null {
  const open = account.dunning.case;
  if (open === null || !hasPaces(policy)) return null;
  const { tier } = riskGrade(account);
  return isSame(daysAt(policy, tier), daysAt(policy, open.pace)) ? null : tier;
}

function isWarned({ account, policy }: LadderContext): boolean {
  const warnings = new Set(policy.steps.flatMap(({ key, mustPrecede }) => (mustPrecede === undefined ? [] : [key])));
  return account.dunning.position.some(({ step }) => warnings.has(step));
}

function hasPaces({ risk }: Policy): boolean {
  return risk !== undefined && Object.values(risk).some(({ dunningDays }) => dunningDays !== undefined);
}

function isSame(left: StepDays = {}, right: StepDays = {}): boolean {
  const keys = new Set([...Object.keys(left), ...Object.keys(right)]);
  return [...keys].every((key) => left[key] === right[key]);
}
