import type { Account, SubscriptionState } from '../account/account.ts';
import type { ActualState } from '../facts/service-facts.ts';
import { CONTAINMENT_RULES } from './containment-rules.ts';
import type { Containment } from './containment.ts';
import type { SecurityCase } from './security-case.ts';

/** States in which a subscription serves its users, or may soon. */
const SERVING: ReadonlySet<ActualState> = new Set<ActualState>(['ordering', 'active', 'unknown']);

/** Whether a subscription serves its users, or may soon: an order that Microsoft has refused is none until a person repeats it. */
export function serves({ actual, refusals }: Pick<SubscriptionState, 'actual' | 'refusals'>): boolean {
  return SERVING.has(actual) && !(actual === 'ordering' && refusals.some(({ act }) => act === 'order'));
}

/**
 * Containments of a closed fraud that are meant to hold on: proven, and never taken back. A role that was taken away is not among
 * them: who has one again is found by the daily sweep over administrators.
 */
export function keptOff({ closedAt, verdict, containments }: SecurityCase): readonly Containment[] {
  if (closedAt === null || verdict !== 'fraud') return [];
  return containments.filter(
    ({ action, provenAt, reversal }) =>
      provenAt !== null && reversal === null && CONTAINMENT_RULES[action].mayReturn && action !== 'removeAdminRole',
  );
}

/**
 * What of Azure a containment keeps off, in lower case: what was on when it was ordered, and what it names. Something new under
 * the same plan is not what was stopped.
 */
export function azureKeptOff({ action, targets, stopped }: Containment): ReadonlySet<string> {
  if (action === 'suspendSubscriptions') return new Set();
  const named = action === 'suspendAzurePlan' ? [] : targets;
  return new Set([...stopped, ...named].map((id) => id.toLowerCase()));
}

/** Subscriptions of ours that serve although a hold of the containment stands. */
export function servesUnderHold(account: Account, { holds }: Containment): readonly string[] {
  const standing = account.holds.filter(({ hold, active }) => active && holds.includes(hold));
  return [...account.subscriptions.values()]
    .filter(
      (known) =>
        serves(known) && standing.some(({ scope }) => scope === 'account' || scope.subscription === known.subscription),
    )
    .map(({ subscription }) => subscription);
}
