import type { Instant } from '../calendar/day.ts';
import type { CaseFactDraft } from './case-facts.ts';
import type { ContainmentEffect } from './decide-containment.ts';

/** What is to be done outside, by a key that names it once for ever. */
export type CaseEffect =
  | { readonly kind: 'tell'; readonly key: string; readonly whom: 'contact' | 'deputy' }
  /** A letter to the customer: that Microsoft has stopped a subscription, or what is to be cured by when. */
  | { readonly kind: 'tellCustomer'; readonly key: string; readonly about: CustomerOccasion }
  | ContainmentEffect
  | { readonly kind: 'answer'; readonly key: string };

/** Why a customer is written to about a case. */
export type CustomerOccasion =
  | { readonly what: 'suspendedByMicrosoft'; readonly subscription: string }
  | { readonly what: 'curePlan'; readonly steps: readonly number[] };

export interface CaseDecision {
  readonly moves: readonly CaseFactDraft[];
  readonly effects: readonly CaseEffect[];
  /** When the answer would change by time alone; null when only an event can change it. */
  readonly wakeAt: Instant | null;
  readonly over: boolean;
}
