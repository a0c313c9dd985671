import { DEFAULT_RHYTHM } from '../domain/policy/review-rhythm.ts';
import { type RiskTier, ORDINARY_TERMS } from '../domain/policy/tier-terms.ts';
import type { Policy } from '../domain/policy/policy.ts';
import type { PolicyDocument } from './policy-document.ts';

/** The document of a policy with every default written out: reading it again gives the same policy. */
export function documentOf(policy: Policy): PolicyDocument {
  const { version: _version, ...rest } = policy;
  const {
    prepayment,
    requires,
    timeOutDays,
    evidence = [],
    creditReportFrom = null,
    documents = [],
  } = policy.onboarding;
  const termsOf = (tier: RiskTier) => {
    const { dunningDays, ...terms } = policy.risk?.[tier] ?? ORDINARY_TERMS;
    const pace = dunningDays === undefined ? {} : { dunningDays: { ...dunningDays } };
    return { ...terms, requires: [...terms.requires], evidence: [...terms.evidence], ...pace };
  };
  return {
    ...rest,
    steps: policy.steps.map((step) => ({ ...step })),
    sendWindow: { ...policy.sendWindow, weekdays: [...policy.sendWindow.weekdays] },
    onboarding: {
      requires: [...requires],
      timeOutDays,
      prepayment: 'months' in prepayment ? `${prepayment.months} x monthlyBudget` : prepayment.amount,
      evidence: [...evidence],
      creditReportFrom,
      documents: [...documents],
    },
    risk: { low: termsOf('low'), medium: termsOf('medium'), high: termsOf('high') },
    review: policy.review ?? DEFAULT_RHYTHM,
  };
}
