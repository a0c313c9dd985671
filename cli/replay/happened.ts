import type { Day, Instant } from '../../domain/calendar/day.ts';

/** A notice that went out, a subscription that was stopped, or one that came back; in a prediction or in life. */
export interface Happened {
  /** The customer's name in the book. */
  readonly customer: string;
  /** Business instant, and the customer's day on which that was. */
  readonly at: Instant;
  readonly day: Day;
  readonly what: 'notice' | 'suspension' | 'reinstatement';
  /** Step of the ladder and its occurrence (`warning 2.1`), or which of the two subscriptions (`renewing`, `ending`). */
  readonly which: string;
  /** Of a notice with a delivery report: when it was delivered. */
  readonly deliveredAt?: Instant;
}

export const SUBSCRIPTIONS = ['renewing', 'ending'] as const;
/** Every customer has two: one that renews itself and one that does not, so that a restart can lose what it must not. */
export type SubscriptionName = (typeof SUBSCRIPTIONS)[number];

/** One line that says all of it, for comparison and for people. */
export function lineOf({ customer, day, what, which }: Happened): string {
  return `${day} ${customer} ${what} ${which}`;
}
