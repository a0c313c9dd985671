import { divideHalfUp } from '../decimal.ts';

/** What Microsoft charged for a subscription on the newest invoice that names it, minor units. */
export interface Charge {
  readonly amount: bigint;
  readonly frequency: 'monthly' | 'annual' | 'other';
}

/**
 * What a subscription costs the partner in a month, whether or not it is suspended: suspension does not stop Microsoft's
 * charge (practice 56). A year's charge is a twelfth each month; a charge of another rhythm says nothing about a month.
 */
export function monthlyCost(charges: readonly Charge[]): bigint | null {
  const regular = charges.filter(({ frequency }) => frequency !== 'other');
  if (regular.length === 0) return null;
  return regular.reduce(
    (sum, { amount, frequency }) => sum + (frequency === 'annual' ? divideHalfUp(amount, 12n) : amount),
    0n,
  );
}
