import type { Account } from '../account/account.ts';
import type { Policy } from '../policy/policy.ts';
import { leastPrepayment } from './onboarding.ts';

/**
 * How much to ask for when the prepaid balance is below the policy's `prepaid.lowAt` (practice 25), in minor units; null
 * when nothing is to be asked. Asked once, re-armed when the balance was at or above the limit again; only of customers
 * who ever prepaid.
 */
export function topUpAmount(account: Account, policy: Policy): bigint | null {
  const lowAt = policy.prepaid.lowAt.minor;
  if (account.prepaid >= lowAt || !hasEverPrepaid(account)) return null;
  const asked = account.prepayments.some((known) => known.purpose === 'topUp');
  if (asked && account.prepaidPeak < lowAt) return null;
  const target = leastPrepayment(account, policy) ?? 0n;
  return (target > lowAt ? target : lowAt) - account.prepaid;
}

/** Also money that was charged back later: that customer, least of all, goes on without a deposit. */
function hasEverPrepaid({ prepayments, payments }: Account): boolean {
  return prepayments.length > 0 && [...payments.values()].some((payment) => payment.prepaid > 0n);
}
