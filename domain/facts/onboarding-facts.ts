import type { Day } from '../calendar/day.ts';
import type { StoredMoney } from './stored-money.ts';

/** What onboarding may require; which of it a policy does stands in the policy. */
export type RequirementKey = 'agreement' | 'verification' | 'budget' | 'paymentInstrument' | 'prepayment';

export type LegalStatus = 'company' | 'soleTrader' | 'consumer' | 'publicBody';

/** The contract the customer accepted. Without `suspensionClause` nothing may be suspended for debt (practice 35). */
export interface Terms {
  readonly paymentDays: number;
  readonly acceptedOn: Day;
  /** `sha256:` and the digest of the accepted document. */
  readonly document: string | null;
  readonly suspensionClause: boolean;
  /** Calendar days between the accepted warning and the suspension, at least. */
  readonly minimumNoticeDays: number;
}

/** The part of a customer's master data on which decisions rest. Names and addresses are in side tables. */
export interface CustomerTraits {
  readonly externalId: string;
  readonly country: string;
  readonly timeZone: string;
  readonly currency: string;
  readonly locale: string;
  readonly legalStatus: LegalStatus | null;
  readonly terms: Terms | null;
  readonly onboarding: 'standard' | 'existing';
  /** Policy key; the version in force is assigned by `policy.assigned`. */
  readonly policy: string;
  readonly creditLimit: StoredMoney | null;
  /** Microsoft tenant id of the customer, null until linked. */
  readonly tenant: string | null;
  /** Counts the revisions of billing contacts, so that a bounced notice can be tried again after a change. 0 = nobody to write to. */
  readonly contactRevision: number;
}

export interface OnboardingFacts {
  'customer.registered': CustomerTraits;
  'customer.changed': Partial<CustomerTraits>;
  /** A life runs under this version until the next assignment; `openCases` says what became of an open dunning case. */
  'policy.assigned': {
    readonly key: string;
    readonly version: number;
    readonly openCases: 'freeze' | 'migrate' | 'restart' | null;
  };
  /** One onboarding requirement was met or refused by a person or by evidence. Prepayment is never recorded here: it follows from money. */
  'requirement.recorded': {
    readonly key: Exclude<RequirementKey, 'prepayment' | 'paymentInstrument'>;
    readonly state: 'met' | 'refused';
    readonly monthlyBudget: StoredMoney | null;
  };
  'instrument.recorded': {
    readonly instrument: string;
    readonly funding: 'credit' | 'debit' | 'prepaid' | 'unknown' | 'notACard';
    readonly state: 'accepted' | 'refused' | 'review';
    /** Opaque id at the gateway, for the retry of a charge. */
    readonly gatewayPaymentMethod: string;
  };
  /** Every requirement was met: from here on the customer trades, whatever is asked of him later. */
  'onboarding.completed': Record<string, never>;
  'onboarding.timedOut': Record<string, never>;
  'onboarding.reopened': { readonly by: string };
}
