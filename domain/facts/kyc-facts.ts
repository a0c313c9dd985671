import type { Day } from '../calendar/day.ts';

/**
 * What shows who a customer is (practices 19 and 35): a business register's extract, a VAT list or VIES, the power of whoever
 * signed, a call back to a number that the register names, a sanctions list, a credit bureau.
 */
export const EVIDENCE_KINDS = [
  'registerExtract',
  'vatRegister',
  'signatoryPower',
  'callBack',
  'sanctionsScreening',
  'creditReport',
] as const;

export type EvidenceKind = (typeof EVIDENCE_KINDS)[number];

/** `unclear`: a person has to look; it proves nothing yet. */
export type EvidenceOutcome = 'passed' | 'failed' | 'unclear';

/** One piece of evidence. Where it comes from in words, and the document itself, are in side tables. */
export interface Evidence {
  readonly evidence: string;
  readonly kind: EvidenceKind;
  readonly outcome: EvidenceOutcome;
  /** The day on which the source said so. */
  readonly on: Day;
  /** `sha256:` and the digest of the document; null where there is none. */
  readonly document: string | null;
  /** A register extract's day of registration. */
  readonly registeredOn: Day | null;
}

/**
 * Circumstances that no other fact tells (practice 34): noted when they are seen, cleared by a person. The same card, address,
 * device or account at another customer; money from somebody else; an account made by a program; a name on a sanctions list;
 * a review that ended in doubt.
 */
export type NotedCircumstance =
  | 'sharedCard'
  | 'sharedAddress'
  | 'sharedDevice'
  | 'sharedBankAccount'
  | 'thirdPartyPayer'
  | 'automatedSignUp'
  | 'sanctionsHit'
  | 'reviewConcern';

/** Microsoft's acceptable use policy (practice 28), and our own way of collecting debts (practice 35). */
export type AcceptedDocument = 'acceptableUse' | 'collections';

export type ReviewOutcome = 'confirmed' | 'changed' | 'concern';

export interface KycFacts {
  'evidence.recorded': Evidence;
  /** `key` names the occasion, and the task that asks a person about it. */
  'circumstance.noted': { readonly circumstance: NotedCircumstance; readonly key: string };
  'circumstance.cleared': { readonly circumstance: NotedCircumstance };
  'document.accepted': {
    readonly document: AcceptedDocument;
    readonly version: string;
    /** The day on which the customer accepted or received it. */
    readonly on: Day;
    /** `sha256:` and the digest of the text. */
    readonly digest: string | null;
  };
  /** Somebody looked at the customer as a whole, by the calendar or because something was not as agreed. */
  'review.recorded': { readonly outcome: ReviewOutcome };
}
