import type { Day, Instant } from '../../domain/calendar/day.ts';

/** Something that was done at Partner Center, by us or by Microsoft (contract §12.1). Words are Microsoft's own: the set is open. */
export interface ActivityEntry {
  readonly id: string;
  /** Null for what is about no customer. */
  readonly customerTenantId: string | null;
  readonly at: Instant;
  readonly operation: string;
  readonly resourceType: string | null;
  /** Id out of the resource as it was after, else before; null where the record does not hold the resource. */
  readonly resource: string | null;
  readonly status: string | null;
  /** The application that did it. */
  readonly applicationId: string | null;
  /** The person who did it: personal data. */
  readonly userPrincipalName: string | null;
}

/** Needs no person's sign-in (contract §1.5). */
export interface PartnerActivity {
  /**
   * Every record of these days (UTC, both included).
   *
   * @throws PartnerCenterError also where `from` lies more than 90 days back, which Microsoft refuses
   */
  between(from: Day, to: Day): Promise<readonly ActivityEntry[]>;
}
