import { PartnerFault } from '../partner-fault.ts';
import type { Customer } from './customer.ts';

/** How Microsoft's check of an account stands. The words of `validationStatus` are not published (I). */
export const VETTING = ['Allowed', 'UnderReview', 'Refused', 'Locked'] as const;
export type Vetting = (typeof VETTING)[number];

export function vettingOf(customer: Customer): Vetting {
  return customer.vetting ?? 'Allowed';
}

/**
 * Contract 3: an account under review, refused or locked takes no orders. Two codes say "under review"; which door answers with which
 * is not published: an order with the first, a checkout with the second (I).
 *
 * @throws PartnerFault 800073, 800074, 800075, 900416
 */
export function refuseUnvetted(customer: Customer, by: 'order' | 'checkout'): void {
  const vetting = vettingOf(customer);
  if (vetting === 'UnderReview') throw new PartnerFault(by === 'order' ? '800073' : '800074');
  if (vetting === 'Refused') throw new PartnerFault('800075');
  if (vetting === 'Locked') throw new PartnerFault('900416');
}
