import type { Account, SubscriptionState } from '../account/account.ts';

/** The subscription to which an add-on was bought; undefined for one that is none, and where its base is not in the book. */
export function baseOf({ subscriptions }: Account, { base }: SubscriptionState): SubscriptionState | undefined {
  if (base === null) return undefined;
  return [...subscriptions.values()].find((known) => isId(known.microsoftId, base));
}

/** Add-ons that a suspension of this subscription takes with it: those that are on (practice 60). */
export function addOnsGoingWith(
  { subscriptions }: Account,
  { microsoftId }: SubscriptionState,
): readonly SubscriptionState[] {
  if (microsoftId === null) return [];
  return [...subscriptions.values()].filter(
    ({ base, actual, ended, stoppedByUs }) => isId(base, microsoftId) && actual === 'active' && !ended && !stoppedByUs,
  );
}

/** An add-on cannot be started before its base is on: Microsoft answers 27009 (contract §6.3). */
export function waitsForBase(account: Account, known: SubscriptionState): boolean {
  const base = baseOf(account, known);
  return base !== undefined && !base.ended && base.actual === 'suspended';
}

/** Whether an add-on is off because its base is, whoever stopped that: it is no mishap of its own. */
export function isOffWithBase(account: Account, known: SubscriptionState): boolean {
  return known.actual === 'suspended' && baseOf(account, known)?.actual === 'suspended';
}

/** Whether an add-on went with its base, and that is ours to keep off no more: what is missing now did not come back. */
export function isBaseBack(account: Account, known: SubscriptionState): boolean {
  return known.stoppedWith !== null && baseOf(account, known)?.stoppedByUs === false;
}

function isId(one: string | null, other: string): boolean {
  return one?.toLowerCase() === other.toLowerCase();
}
