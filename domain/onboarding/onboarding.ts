import type { Account } from '../account/account.ts';
import { addDays, dayAt, type Instant, startOfDay } from '../calendar/day.ts';
import type { Phase } from '../decision.ts';
import { tierTerms } from '../kyc/tier-terms.ts';
import type { Policy } from '../policy/policy.ts';
import type { RequirementKey } from '../facts/onboarding-facts.ts';
import { evidenceLeft } from './wanted-evidence.ts';

/** A requirement as a person sees it. */
export interface Requirement {
  readonly key: RequirementKey;
  readonly state: 'open' | 'met' | 'refused';
  readonly detail: string;
}

/**
 * The least prepayment in minor units, so many times as the risk tier asks for; null while it rests on a budget that is not
 * agreed yet (practices 5, 13, 25).
 */
export function leastPrepayment(account: Account, policy: Policy): bigint | null {
  const least = policy.onboarding.prepayment;
  const times = BigInt(tierTerms(account, policy).prepaymentTimes);
  if ('amount' in least) return least.amount.minor * times;
  return account.monthlyBudget === null ? null : account.monthlyBudget * BigInt(least.months) * times;
}

/** Settled prepayment money, requests of any size together. Authorised or promised money does not count (practice 13). */
export function settledPrepayment(account: Account): bigint {
  return account.prepayments.reduce((sum, known) => sum + known.settled, 0n);
}

/** The requirements that the policy and the risk tier name, each with its state; they can be met in any order. */
export function requirementsOf(account: Account, policy: Policy): readonly Requirement[] {
  const keys = new Set([...policy.onboarding.requires, ...tierTerms(account, policy).requires]);
  return [...keys].map((key) => ({ key, ...stateOf(account, policy, key) }));
}

function stateOf(account: Account, policy: Policy, key: RequirementKey): Omit<Requirement, 'key'> {
  if (key === 'prepayment') {
    const least = leastPrepayment(account, policy);
    if (least === null) return { state: 'open', detail: 'waits for the budget' };
    return settledPrepayment(account) >= least
      ? { state: 'met', detail: 'settled' }
      : { state: 'open', detail: 'not settled' };
  }
  if (key === 'paymentInstrument') {
    if (account.instruments.some((known) => known.state === 'accepted')) return { state: 'met', detail: 'accepted' };
    const last = account.instruments.at(-1);
    if (last === undefined) return { state: 'open', detail: 'none registered' };
    return last.state === 'review'
      ? { state: 'open', detail: 'funding unknown: a person decides' }
      : { state: 'refused', detail: 'high-risk instrument' };
  }
  const state = account.requirements.get(key) ?? 'open';
  const missing = state === 'met' ? missingFor(account, policy, key) : [];
  return missing.length > 0 ? { state: 'open', detail: `missing: ${missing.join(', ')}` } : { state, detail: state };
}

/** A person's word is there; what must lie beside it is not: evidence of who it is, documents that were accepted. */
function missingFor(account: Account, policy: Policy, key: RequirementKey): readonly string[] {
  if (key === 'verification') return evidenceLeft(account, policy);
  if (key !== 'agreement') return [];
  return (policy.onboarding.documents ?? []).filter((document) => !account.known.documents.has(document));
}

/** Whether every requirement is met, so that onboarding can complete. */
export function requirementsMet(account: Account, policy: Policy): boolean {
  return requirementsOf(account, policy).every((requirement) => requirement.state === 'met');
}

/**
 * The phase of onboarding as a function of the requirements (design, "Lifecycle"); null once onboarded. A refused
 * verification or a time-out refuses the customer; a refused instrument does not, another one can be brought.
 */
export function onboardingPhase(account: Account, policy: Policy): Phase | null {
  if (account.onboarded) return null;
  if (account.onboardingEnded !== null || [...account.requirements.values()].includes('refused')) return 'refused';
  const open = requirementsOf(account, policy).filter((requirement) => requirement.state !== 'met');
  if (open.some((requirement) => requirement.key === 'agreement')) return 'applied';
  return open.every((requirement) => requirement.key === 'prepayment') ? 'awaitingPrepayment' : 'verifying';
}

/** When an unfinished onboarding times out: the start of the day after the policy's days. */
export function onboardingDeadline(account: Account, policy: Policy): Instant {
  const { timeZone } = account.traits;
  return startOfDay(addDays(dayAt(account.onboardingSince, timeZone), policy.onboarding.timeOutDays + 1), timeZone);
}
