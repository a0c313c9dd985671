import type { Policy } from '../domain/policy/policy.ts';
import type { PolicyDocument } from './policy-document.ts';

/** The document of a policy with every default written out: reading it again gives the same policy. */
export function documentOf(policy: Policy): PolicyDocument {
  const { version: _version, ...rest } = policy;
  const { prepayment, requires, timeOutDays } = policy.onboarding;
  return {
    ...rest,
    steps: policy.steps.map((step) => ({ ...step })),
    sendWindow: { ...policy.sendWindow, weekdays: [...policy.sendWindow.weekdays] },
    onboarding: {
      requires: [...requires],
      timeOutDays,
      prepayment: 'months' in prepayment ? `${prepayment.months} x monthlyBudget` : prepayment.amount,
    },
  };
}
