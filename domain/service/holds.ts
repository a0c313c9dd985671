import type { Account } from '../account/account.ts';
import type { HoldReason } from '../facts/collection-facts.ts';

/** Reasons that stop running service. A `prepayment` hold only blocks new orders (design, rule 2). */
const STOPPING: ReadonlySet<HoldReason> = new Set<HoldReason>(['debt', 'fraud', 'aup', 'customer']);

/** Whether any hold in force stops this subscription. Service is on when none is left. */
export function isHeld(account: Account, subscription: string): boolean {
  return account.holds.some(
    (hold) =>
      hold.active &&
      STOPPING.has(hold.reason) &&
      (hold.scope === 'account' || hold.scope.subscription === subscription),
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
