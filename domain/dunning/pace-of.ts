import type { Account } from '../account/account.ts';
import { riskGrade } from '../kyc/risk-tier.ts';
import { hasPaces } from '../policy/pace.ts';
import type { Policy } from '../policy/policy.ts';
import type { RiskTier } from '../policy/tier-terms.ts';

/**
 * The risk tier at whose pace debts are asked for (practice 5): that of the open case, which is a fact of it; without a case the
 * customer's own. Null where the policy knows one pace only, or the case was opened when it did.
 */
export function paceOf(account: Account, policy: Policy): RiskTier | null {
  if (!hasPaces(policy)) return null;
  const open = account.dunning.case;
  return open === null ? riskGrade(account).tier : open.pace;
}
