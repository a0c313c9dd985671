import type { Instant } from '../calendar/day.ts';

/**
 * What somebody did in the customer's tenant or Azure subscription, read from the Azure activity log or Entra's directory
 * audit (contract §12.2). Ids only, no personal data.
 */
export interface ActivityRecord {
  readonly id: string;
  readonly kind: ActivityKind;
  /** When it was done. */
  readonly at: Instant;
  /** When the record could first be read: logs come late. */
  readonly knownAt: Instant;
  /** Id of the user or application that did it. */
  readonly actor: string;
  /** Country of the actor's address (ISO 3166-1), null where the log does not say. */
  readonly country: string | null;
  /** Id of what it was done to: the user, guest, budget, alert, or resource group. */
  readonly subject: string;
  /** How many at once; 1 for all but the creation of machines. */
  readonly count: number;
}

export type ActivityKind =
  | 'ownerAssigned'
  | 'globalAdministratorAssigned'
  | 'guestMadeAdministrator'
  | 'mfaDisabled'
  | 'budgetDeleted'
  | 'alertDeleted'
  | 'machinesCreated'
  | 'signedIn';
