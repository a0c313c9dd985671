import { addDays, type Day, daysBetween } from '../calendar/day.ts';
import type { ActualState } from '../facts/service-facts.ts';

/** What is known of a subscription's term (contract §6.2, §6.4). */
export interface SubscriptionTerm {
  readonly commerce: 'new' | 'legacy';
  readonly actual: ActualState;
  readonly autoRenew: boolean;
  /** Last day of the term; null for what never ends, such as an Azure plan. */
  readonly endsOn: Day | null;
  /** Since when it is suspended; null while it is not. */
  readonly suspendedSince: Day | null;
}

/** What becomes of a subscription by time alone. Days are the first on which it is so. */
export interface TermOutlook {
  /** Users can no longer work. */
  readonly usersOutOn: Day | null;
  /** From here on nothing brings it back. */
  readonly notRestorableFrom: Day | null;
  /** The data are gone for good. */
  readonly dataGoneOn: Day | null;
}

const NOTHING: TermOutlook = { usersOutOn: null, notRestorableFrom: null, dataGoneOn: null };
/** New commerce: 30 days disabled or expired after the term, then 90 days disabled (practices 57, 58). */
const GRACE_DAYS = 30;
const DISABLED_DAYS = 90;
/** Legacy: deleted after 90 days of suspension; older texts say up to 120 (practice 59). The earlier is told. */
const LEGACY_DAYS = 90;

/**
 * When a subscription's data are lost if nobody does anything (practices 57 to 59; contract §6.4). The earliest day that
 * Microsoft's texts allow: to tell a customer too late that his data go would be worse than too early.
 */
export function termOutlook({ commerce, actual, autoRenew, endsOn, suspendedSince }: SubscriptionTerm): TermOutlook {
  if (actual === 'deleted') return NOTHING;
  if (commerce === 'legacy') {
    if (actual !== 'suspended' || suspendedSince === null) return NOTHING;
    const gone = addDays(suspendedSince, LEGACY_DAYS);
    return { usersOutOn: suspendedSince, notRestorableFrom: gone, dataGoneOn: gone };
  }
  if (endsOn === null) return NOTHING;
  const after = addDays(endsOn, 1);
  const dataGoneOn = addDays(after, GRACE_DAYS + DISABLED_DAYS);
  if (actual === 'suspended') return { usersOutOn: suspendedSince ?? after, notRestorableFrom: after, dataGoneOn };
  if (actual === 'expired' || actual === 'disabled' || (actual === 'active' && !autoRenew))
    return { usersOutOn: addDays(after, GRACE_DAYS), notRestorableFrom: after, dataGoneOn };
  return NOTHING;
}

/** How long ahead the customer is told that data will be lost, in days. */
export const TOLD_AHEAD_DAYS = [30, 7] as const;

/** The stage of telling that is due; null when it is too early, or too late. */
export function tellingStage(dataGoneOn: Day | null, today: Day): (typeof TOLD_AHEAD_DAYS)[number] | null {
  if (dataGoneOn === null) return null;
  const left = daysBetween(today, dataGoneOn);
  return left <= 0 ? null : (TOLD_AHEAD_DAYS.findLast((days) => left <= days) ?? null);
}

/**
 * Terms that ended, and suspensions under legacy terms that began, after these days are not told of yet: what need not be
 * looked at when the book is asked for losses to tell of.
 */
export function toldOfUpTo(today: Day): { readonly endsOn: Day; readonly suspendedSince: Day } {
  const ahead = Math.max(...TOLD_AHEAD_DAYS);
  return {
    endsOn: addDays(today, ahead - GRACE_DAYS - DISABLED_DAYS - 1),
    suspendedSince: addDays(today, ahead - LEGACY_DAYS),
  };
}
