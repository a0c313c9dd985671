import type { OrderTerms } from '../facts/service-facts.ts';
import { isAzurePlan } from './azure-plan.ts';

/** An Azure plan is bought once and without a term (contract section 5.1); licences are sold by the year, billed monthly, unless said. */
export function orderTerms(offer: string, { termDuration, billingCycle }: OrderTerms = {}) {
  return isAzurePlan(offer)
    ? { billingCycle: 'one_time' }
    : { billingCycle: billingCycle ?? 'monthly', termDuration: termDuration ?? ('P1Y' as const) };
}
