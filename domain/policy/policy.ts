import type { AcceptedDocument, EvidenceKind } from '../facts/kyc-facts.ts';
import type { RequirementKey } from '../facts/onboarding-facts.ts';
import type { Money } from '../money.ts';
import type { ReviewRhythm } from './review-rhythm.ts';
import type { RiskTier, TierTerms } from './tier-terms.ts';

/** What a step of the ladder does. `call` opens a task for a collector; `charge` retries the card on file. */
export type StepKind = 'notice' | 'charge' | 'call' | 'suspend' | 'terminate' | 'handover';

/** Conditions under which a step holds; every one given must be true. Sums and counts are of collectible overdue. */
export interface StepCondition {
  readonly minimumCount?: number;
  readonly minimumDebt?: Money;
  readonly minimumAgeDays?: number;
}

/** One rung of the ladder. `after.from: 'previous'` counts from the rung before it. */
export interface PolicyStep {
  readonly key: string;
  readonly kind: StepKind;
  readonly after: { readonly days: number; readonly from: 'due' | 'previous' };
  readonly when?: StepCondition;
  /** The kind of step (or key) that may not be done before this notice was delivered. */
  readonly mustPrecede?: string;
  readonly approval: 'none' | 'fourEyes';
}

/** Hours of the customer's day and ISO weekdays (1 = Monday) at which something may be done; `to` is exclusive. */
export interface SendWindow {
  readonly from: string;
  readonly to: string;
  readonly weekdays: readonly number[];
}

/** How settled a requirement must be before the first order: so many months of the agreed budget, or a fixed sum. */
export type LeastPrepayment = { readonly months: number } | { readonly amount: Money };

/**
 * When Azure subscriptions are cancelled on suspicion of fraud without a second person (practice 54): all three must hold, and the
 * figures are the least that will do.
 */
export interface AutoContain {
  readonly severity: 'low' | 'medium' | 'high';
  readonly confidence: 'low' | 'medium' | 'high';
  readonly atStake: Money;
}

/** A dunning policy version with every default filled in (api-surface, "Policy document"). */
export interface Policy {
  readonly key: string;
  readonly version: number;
  readonly currency: string;
  /** `customer`: holidays of the customer's country; an ISO country; or `none`. Governs days of action only. */
  readonly holidays: string;
  readonly minimumDebt: Money;
  readonly steps: readonly PolicyStep[];
  readonly progress: 'sequential' | 'mostSevere';
  readonly onResume: 'ageRuns' | 'clockStops';
  readonly bounceWindowHours: number;
  readonly sendWindow: SendWindow;
  readonly allocation: 'oldestDueFirst' | 'newestDueFirst';
  readonly reinstate: { readonly when: 'overdueSettled' | 'stepNoLongerHolds' };
  readonly promise: { readonly toleranceDays: number; readonly maximumDays: number };
  readonly prepaid: { readonly lowAt: Money };
  readonly limits: { readonly writeOff: Money };
  readonly onboarding: {
    readonly requires: readonly RequirementKey[];
    readonly prepayment: LeastPrepayment;
    readonly timeOutDays: number;
    /** Evidence without which `verification` stays open. The last three are absent in versions from before they were known. */
    readonly evidence?: readonly EvidenceKind[];
    /** A credit report is wanted as well from this credit limit on; null: never. */
    readonly creditReportFrom?: Money | null;
    /** Documents without which `agreement` stays open (practices 28 and 35). */
    readonly documents?: readonly AcceptedDocument[];
  };
  /** Missing: people decide every containment. */
  readonly security?: { readonly autoContain: AutoContain };
  /** What each risk tier asks for beside all that; absent in versions from before there were tiers, which ask nothing. */
  readonly risk?: Readonly<Record<RiskTier, TierTerms>>;
  /** When a customer is looked at again; absent in versions from before there were reviews: the default. */
  readonly review?: ReviewRhythm;
}
