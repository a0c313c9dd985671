/** A round looks at the whole book at once and wakes only the lives whose decision can change (design, "Time"). */
export type Round =
  | 'lives'
  | 'overdue'
  | 'prepaid'
  | 'subscriptions'
  | 'alerts'
  | 'serviceRequests'
  | 'registration'
  | 'usage'
  | 'usageDetail'
  | 'activity'
  | 'mailbox'
  | 'duties'
  | 'terms'
  | 'partner'
  | 'alarms'
  | 'access'
  | 'screening'
  | 'hygiene';

/** How many customers a round looked at and woke. */
export interface RoundReport {
  readonly looked: number;
  readonly woken: number;
  /** Pages and lists asked of Microsoft, where the round counts them. */
  readonly calls?: number;
  /** What could not be dealt with and is met again, where there was any. */
  readonly failed?: number;
}

export const TEND_BOOK_TYPE = 'tendBook';

/** Id of the Temporal Schedule of a round. */
export function scheduleOfRound(round: Round): string {
  return `round:${round}`;
}

export interface RoundActivities {
  /** Lives that are missing, stuck or behind: started anew or told again; so are cases, grants and reviews that overslept. */
  tendLives(): Promise<RoundReport>;
  /** Customers with something newly overdue whose life has not seen it. */
  tendOverdue(): Promise<RoundReport>;
  /** Customers whose prepaid balance fell below their policy's limit. */
  tendPrepaid(): Promise<RoundReport>;
  /**
   * Compares every live subscription with Microsoft; a difference becomes a fact, never an overwrite (rule 11). Customers whose
   * data will be lost are told.
   */
  tendSubscriptions(): Promise<RoundReport>;
  /** Microsoft's open alerts become cases. `woken` counts the new ones. */
  tendAlerts(): Promise<RoundReport>;
  /** How the support requests of open cases stand at Microsoft; `woken` counts those that have changed. */
  tendServiceRequests(): Promise<RoundReport>;
  /** Registered at Microsoft, and heard from it. `woken` is 1 when nothing was heard. */
  tendRegistration(): Promise<RoundReport>;
  /** What customers consume, where it has changed; `woken` counts new findings of the watch. */
  tendUsage(): Promise<RoundReport>;
  /** What each resource used of each meter, a day behind; `woken` counts new findings of the watch. */
  tendUsageDetail(): Promise<RoundReport>;
  /** What was done at Microsoft and in the customers' tenants; `woken` counts new records. */
  tendActivity(): Promise<RoundReport>;
  /** Microsoft's notices by mail; `woken` counts those that were something new. */
  tendMailbox(): Promise<RoundReport>;
  /** What is owed to Microsoft for customers: attestations, budgets; relationships to be ended. `woken` counts what was done. */
  tendDuties(): Promise<RoundReport>;
  /** Product terms, once a month and customer, and agreements to be talked about again; `woken` counts breaches and tasks. */
  tendTerms(): Promise<RoundReport>;
  /** The partner's own standing at Microsoft; `woken` counts the currencies in which it has changed. */
  tendPartner(): Promise<RoundReport>;
  /** The consenting administrator's sign-in and the age of usage; `woken` counts what is an alarm. */
  tendAlarms(): Promise<RoundReport>;
  /** Who may do what in customers' tenants; `woken` counts customers of whom something new was found. */
  tendAccess(): Promise<RoundReport>;
  /** Who the customers are: sanctions list, deviations, reviews; `woken` counts those of whom a person was asked. */
  tendKnowledge(): Promise<RoundReport>;
  /** Customers' directories; `woken` counts those with a jump or a new review. */
  tendHygiene(): Promise<RoundReport>;
}
