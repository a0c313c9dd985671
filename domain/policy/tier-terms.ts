import type { EvidenceKind } from '../facts/kyc-facts.ts';
import type { RequirementKey } from '../facts/onboarding-facts.ts';

export const RISK_TIERS = ['low', 'medium', 'high'] as const;

/** How much a customer may be trusted with (practice 5). What a tier asks for stands in the policy. */
export type RiskTier = (typeof RISK_TIERS)[number];

/** What a policy asks of customers of one tier. */
export interface TierTerms {
  /** The least prepayment of the policy, so many times. */
  readonly prepaymentTimes: number;
  /** Requirements of onboarding beside the policy's own. */
  readonly requires: readonly RequirementKey[];
  /** Evidence without which `verification` stays open, whatever a person says. */
  readonly evidence: readonly EvidenceKind[];
  /** Whether an order, or more seats, wait for a second person. */
  readonly orders: 'none' | 'fourEyes';
  /**
   * How fast debts are asked for: other days than the ladder's own, by key of the step; a step that is not named keeps its own.
   * Absent: the ladder as it stands.
   */
  readonly dunningDays?: Readonly<Record<string, number>>;
}

/** Nothing beside what the policy asks of everybody. */
export const ORDINARY_TERMS: TierTerms = Object.freeze<TierTerms>({
  prepaymentTimes: 1,
  requires: [],
  evidence: [],
  orders: 'none',
});

/** Where a document says nothing: a high tier prepays twice, agrees on a budget, and orders with a second person's consent. */
export const DEFAULT_TERMS: Readonly<Record<RiskTier, TierTerms>> = Object.freeze<Record<RiskTier, TierTerms>>({
  low: ORDINARY_TERMS,
  medium: ORDINARY_TERMS,
  high: Object.freeze<TierTerms>({
    prepaymentTimes: 2,
    requires: ['budget', 'prepayment'],
    evidence: [],
    orders: 'fourEyes',
  }),
});
