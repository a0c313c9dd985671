import { currencyDigits, type Money, money } from '../domain/money.ts';
import { DEFAULT_RHYTHM } from '../domain/policy/review-rhythm.ts';
import { DEFAULT_TERMS, type TierTerms, type RiskTier } from '../domain/policy/tier-terms.ts';
import type { LeastPrepayment, Policy, PolicyStep } from '../domain/policy/policy.ts';
import { fieldProblems } from './field-problems.ts';
import { type PolicyDocument, policyDocument } from './policy-document.ts';
import { type PolicyProblem, policyProblem } from './policy-rules.ts';

/**
 * Reads a policy document, from a file or as the API has parsed it, and fills in every default (api-surface, "Policy
 * document": the rest defaults as shown). The version is the caller's: a document does not know it.
 */
export function readPolicy(document: unknown, version: number): Policy | PolicyProblem {
  const parsed = policyDocument.safeParse(document);
  if (parsed.success) return policyOf(parsed.data, version);
  const { code, errors } = fieldProblems(parsed.error.issues);
  const detail = 'the document is not what the schema asks for';
  return { code: code === 'invalid_money' ? code : 'malformed', detail, errors };
}

/** The policy of a document that the schema accepts, or the rule it breaks. */
export function policyOf(document: PolicyDocument, version: number): Policy | PolicyProblem {
  return policyProblem(document) ?? withDefaults(document, version);
}

export function isPolicyProblem(answer: Policy | PolicyProblem): answer is PolicyProblem {
  return 'code' in answer;
}

function withDefaults(document: PolicyDocument, version: number): Policy {
  const { key, currency, onboarding } = document;
  return Object.freeze<Policy>({
    key,
    version,
    currency,
    holidays: document.holidays ?? 'customer',
    minimumDebt: document.minimumDebt ?? major(50, currency),
    steps: document.steps.map(stepOf),
    progress: document.progress ?? 'sequential',
    onResume: document.onResume ?? 'ageRuns',
    bounceWindowHours: document.bounceWindowHours ?? 24,
    sendWindow: document.sendWindow ?? { from: '08:00', to: '18:00', weekdays: [1, 2, 3, 4, 5] },
    allocation: document.allocation ?? 'oldestDueFirst',
    reinstate: document.reinstate ?? { when: 'overdueSettled' },
    promise: {
      toleranceDays: document.promise?.toleranceDays ?? 2,
      maximumDays: document.promise?.maximumDays ?? 30,
    },
    prepaid: document.prepaid ?? { lowAt: major(200, currency) },
    limits: document.limits ?? { writeOff: major(500, currency) },
    onboarding: {
      requires: onboarding?.requires ?? ['agreement', 'verification', 'budget', 'paymentInstrument', 'prepayment'],
      prepayment: leastPrepayment(onboarding?.prepayment),
      timeOutDays: onboarding?.timeOutDays ?? 30,
      evidence: onboarding?.evidence ?? [],
      creditReportFrom: onboarding?.creditReportFrom ?? null,
      documents: onboarding?.documents ?? [],
    },
    risk: {
      low: termsOf('low', document.risk?.low),
      medium: termsOf('medium', document.risk?.medium),
      high: termsOf('high', document.risk?.high),
    },
    review: {
      everyDays: document.review?.everyDays ?? DEFAULT_RHYTHM.everyDays,
      remindAfterDays: document.review?.remindAfterDays ?? DEFAULT_RHYTHM.remindAfterDays,
    },
    ...(document.security === undefined ? {} : { security: document.security }),
  });
}

/** What a document says of a tier goes before the default, member by member. */
function termsOf(tier: RiskTier, given: NonNullable<PolicyDocument['risk']>[RiskTier]): TierTerms {
  const { prepaymentTimes, requires, evidence, orders } = DEFAULT_TERMS[tier];
  const dunningDays = given?.dunningDays;
  return {
    prepaymentTimes: given?.prepaymentTimes ?? prepaymentTimes,
    requires: given?.requires ?? requires,
    evidence: given?.evidence ?? evidence,
    orders: given?.orders ?? orders,
    ...(dunningDays === undefined ? {} : { dunningDays }),
  };
}

function stepOf(step: PolicyDocument['steps'][number]): PolicyStep {
  const when = {
    ...(step.when?.minimumCount === undefined ? {} : { minimumCount: step.when.minimumCount }),
    ...(step.when?.minimumDebt === undefined ? {} : { minimumDebt: step.when.minimumDebt }),
    ...(step.when?.minimumAgeDays === undefined ? {} : { minimumAgeDays: step.when.minimumAgeDays }),
  };
  return {
    key: step.key,
    kind: step.kind,
    after: step.after,
    // Termination cannot be taken back, so leaving `approval` out must not mean that nobody looks.
    approval: step.approval ?? (step.kind === 'terminate' ? 'fourEyes' : 'none'),
    ...(step.when === undefined ? {} : { when }),
    ...(step.mustPrecede === undefined ? {} : { mustPrecede: step.mustPrecede }),
  };
}

function leastPrepayment(given: string | Money | undefined): LeastPrepayment {
  if (given === undefined) return { months: 1 };
  return typeof given === 'string' ? { months: Number.parseInt(given, 10) } : { amount: given };
}

/** The defaults are shown in PLN with two digits; another currency takes the same number of whole units. */
function major(units: number, currency: string): Money {
  return money(BigInt(units) * 10n ** BigInt(currencyDigits(currency) ?? 0), currency);
}
