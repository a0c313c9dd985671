import type { Day, Instant } from '../calendar/day.ts';
import type { HygieneFinding } from './finding.ts';
import type { HygieneSettings } from './settings.ts';

/** What the customer has allowed the partner to do by itself, and the day of that word (practice 12). */
export interface RemedyRight {
  readonly mayDisable: boolean;
  readonly mayDelete: boolean;
  readonly grantedOn: Day;
}

/** A finding as a look of the review found it; accepted already where somebody did so in an earlier review. */
export type ReviewedFinding = HygieneFinding & { readonly acceptedUntil: Instant | null };

/** Bodies of the facts of a review: ids and codes; names and what people typed stand beside it. */
export interface ReviewFactBodies {
  'review.opened': {
    readonly because: 'schedule' | 'person';
    readonly settings: HygieneSettings;
    readonly right: RemedyRight | null;
  };
  'review.scanned': { readonly signInsKnown: boolean; readonly findings: readonly ReviewedFinding[] };
  /** The directory could not be read: a right is missing, or the customer has taken it away. `code` is Microsoft's. */
  'review.unreadable': { readonly code: string };
  /** Something has changed about which the directory itself says nothing: look again before anything else. */
  'review.lookAsked': Record<string, never>;
  /** A letter about this occasion went out; `sent` is false where there is nobody to whom it could go. */
  'review.told': { readonly key: string; readonly sent: boolean };
  /** The letter about this occasion came back: it has reached nobody. */
  'review.undelivered': { readonly key: string };
  'review.rightChanged': RemedyRight;
  'review.accepted': { readonly findings: readonly string[]; readonly until: Instant };
  /**
   * These accounts were on and are to be disabled now, or may have been: one of them that is off later was disabled here, any
   * other by somebody else. It takes the place of what was said so before.
   */
  'review.disabling': { readonly users: readonly string[] };
  /** Read back: these accounts are off. `failed`: Microsoft refuses, a person must see to them. */
  'review.disabled': { readonly users: readonly string[]; readonly failed: readonly string[] };
  /** `kept`: enabled again meanwhile, so somebody wants them. Deleted users can be restored for 30 days. */
  'review.deleted': {
    readonly users: readonly string[];
    readonly kept: readonly string[];
    readonly failed: readonly string[];
  };
  /** A task for a person was opened. */
  'review.escalated': { readonly because: Escalation };
  'review.closed': { readonly outcome: ReviewOutcome };
}

/** Why a person must see to a review: it cannot be read, a letter reaches nobody, the day has passed. */
export type Escalation = 'unreadable' | 'noContact' | 'due';

/** `clean`: a look has proven it. `accepted`: what is left was accepted, with a reason, by a person. `left`: the customer has gone. */
export type ReviewOutcome = 'clean' | 'accepted' | 'left';

export type ReviewFactKind = keyof ReviewFactBodies;

/** A fact of a review, before it is recorded. */
export type ReviewFactDraft = {
  readonly [K in ReviewFactKind]: { readonly kind: K; readonly body: ReviewFactBodies[K] };
}[ReviewFactKind];

/** A recorded fact. `at` is the business instant, `seq` its place in the review, from 1. */
export type ReviewFact = ReviewFactDraft & { readonly seq: number; readonly at: Instant };
