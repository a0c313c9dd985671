import type { Instant } from '../../domain/calendar/day.ts';
import type { DirectoryUser, LicenceCount } from '../../domain/hygiene/directory.ts';

/** A user with name and address: personal data. */
export interface DirectoryPerson extends DirectoryUser {
  readonly userPrincipalName: string | null;
  readonly displayName: string | null;
}

/**
 * The directory of a customer's tenant (contract §13), in the name of the partner's administrator. All calls reject with
 * PartnerCenterError; `unauthorized` where the customer has not given the right, or has taken it back.
 */
export interface PartnerDirectory {
  /** Every user and guest. Where the tenant lacks Entra ID P1 or P2, sign-ins are not known and everything else is. */
  users(tenantId: string): Promise<{ readonly users: readonly DirectoryPerson[]; readonly areSignInsKnown: boolean }>;
  licences(tenantId: string): Promise<readonly LicenceCount[]>;
  /** Ids of users whose account somebody has enabled since then. */
  enabledSince(tenantId: string, since: Instant): Promise<ReadonlySet<string>>;
  /** One user as it is now; null when there is none, or no more. */
  find(tenantId: string, userId: string): Promise<Pick<DirectoryUser, 'id' | 'isEnabled'> | null>;
  /** Switches the account off, or on again, and reads it back. Repeating it changes nothing. */
  disable(tenantId: string, userId: string): Promise<void>;
  enable(tenantId: string, userId: string): Promise<void>;
  /** Deletes the user and sees it gone. Microsoft restores it for 30 days. */
  delete(tenantId: string, userId: string): Promise<void>;
  /** Whoever is signed in as this user has to sign in again; read back. */
  revokeSessions(tenantId: string, userId: string): Promise<void>;
}
