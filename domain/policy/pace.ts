import type { Policy } from './policy.ts';
import type { RiskTier } from './tier-terms.ts';

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

/** The policy's days at a pace; undefined for the ladder's own. */
export function daysAt(policy: Policy, pace: RiskTier | null): StepDays | undefined {
  return pace === null ? undefined : policy.risk?.[pace].dunningDays;
}

/** Whether two tiers are asked at the same pace. */
export function isSamePace(policy: Policy, one: RiskTier | null, other: RiskTier | null): boolean {
  const [left = {}, right = {}] = [daysAt(policy, one), daysAt(policy, other)];
  const keys = new Set([...Object.keys(left), ...Object.keys(right)]);
  return [...keys].every((key) => left[key] === right[key]);
}

/** Whether the policy asks some tier at another pace than the others. */
export function hasPaces({ risk }: Policy): boolean {
  return risk !== undefined && Object.values(risk).some(({ dunningDays }) => dunningDays !== undefined);
}
