import type { Account } from '../account/account.ts';
import type { Policy } from '../policy/policy.ts';
import { ORDINARY_TERMS, type TierTerms } from '../policy/tier-terms.ts';
import { riskGrade } from './risk-tier.ts';

/** What the customer's tier asks of him. A policy version from before there were tiers asks nothing of any. */
export function tierTerms(account: Account, policy: Policy): TierTerms {
  return policy.risk?.[riskGrade(account).tier] ?? ORDINARY_TERMS;
}
