import type { Account } from '../account/account.ts';
import { baseOf } from './add-ons.ts';
import type { HoldReason } from '../facts/collection-facts.ts';

/** Reasons that stop running service. A `prepayment` hold only blocks new orders (design, rule 2). */
const STOPPING: ReadonlySet<HoldReason> = new Set<HoldReason>(['debt', 'fraud', 'aup', 'customer']);

/**
 * Whether any hold in force stops this subscription. Service is on when none is left. What holds a base holds its add-ons:
 * Microsoft runs none without it.
 */
export function isHeld(account: Account, subscription: string): boolean {
  const known = account.subscriptions.get(subscription);
  const base = known && baseOf(account, known)?.subscription;
  return account.holds.some(
    ({ active, reason, scope }) =>
      active &&
      STOPPING.has(reason) &&
      (scope === 'account' || scope.subscription === subscription || scope.subscription === base),
  );
}

/** Whether the whole account is held for debt: that is phase `suspended`. */
export function isHeldForDebt(account: Account): boolean {
  return account.holds.some((hold) => hold.active && hold.reason === 'debt' && hold.scope === 'account');
}

/** Whether a hold blocks new orders: every hold on the account does, whatever its reason. */
export function blocksOrders(account: Account): boolean {
  return account.holds.some((hold) => hold.active && hold.scope === 'account');
}
