import type { Account } from './account/account.ts';
import type { Phase } from './decision.ts';
import { onboardingPhase } from './onboarding/onboarding.ts';
import type { Policy } from './policy/policy.ts';
import { isHeldForDebt } from './service/holds.ts';
import { startable } from './service/service.ts';

/**
 * Where a customer's life stands (design, "Lifecycle"). Security and AUP holds lie across the phases and change none of
 * them; `suspended` means stopped for debt.
 */
export function phaseOf(account: Account, policy: Policy): Phase {
  if (account.closed) return 'closed';
  if (account.offboarding !== null) return 'terminating';
  const onboarding = onboardingPhase(account, policy);
  if (onboarding !== null) return onboarding;
  if (isHeldForDebt(account)) return 'suspended';
  if (startable(account).length > 0) return 'reinstating';
  return account.dunning.case === null ? 'active' : 'dunning';
}
