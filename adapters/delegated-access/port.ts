import type { AccessTarget } from '../../domain/access/access-target.ts';
import type { DelegatedRelationship } from '../../domain/access/relationship-end.ts';
import type { StandingAssignment } from '../../domain/access/standing-access.ts';

/** A delegated admin relationship with the customer that it is about; null while none is named. */
export interface SeenRelationship extends DelegatedRelationship {
  readonly customerTenantId: string | null;
}

/** What a security group of the partner may do under a relationship. */
export interface GroupAssignment {
  readonly id: string;
  readonly securityGroup: string;
  readonly roles: readonly string[];
  readonly status: string;
}

/** A relationship to be offered to a customer; `duration` is an ISO duration of two years at most (practice 72). */
export interface RelationshipOffer {
  /** At most 50 characters, unique. */
  readonly displayName: string;
  readonly customerTenantId: string;
  readonly duration: string;
  readonly roles: readonly string[];
}

/** Delegated admin relationships of the partner (GDAP, contract §14.1). Every method rejects with PartnerCenterError. */
export interface DelegatedRelationships {
  /** Of all customers, whatever their state. */
  list(): Promise<readonly SeenRelationship[]>;
  /** Makes one and locks it for approval, which the customer gives in his own administration. Answers as read back. */
  offer(offer: RelationshipOffer): Promise<SeenRelationship>;
  /** Ends one that is in force; one that is over already is left. Read back. */
  terminate(relationshipId: string): Promise<SeenRelationship>;
  assignments(relationshipId: string): Promise<readonly GroupAssignment[]>;
  /** Gives the group exactly these roles, whether it had some or none. Read back. */
  assign(relationshipId: string, securityGroup: string, roles: readonly string[]): Promise<GroupAssignment>;
  /** Takes all roles from the group; nothing to take is no error. Read back. */
  unassign(relationshipId: string, securityGroup: string): Promise<void>;
}

/** How one user of a directory is registered for MFA. */
export interface MfaRegistration {
  /** Object id. */
  readonly user: string;
  readonly isAdmin: boolean;
  readonly isRegistered: boolean;
}

/**
 * Roles inside a customer's tenant: in his directory (contract §14.2) and on his Azure subscriptions (§14.3). Every method
 * rejects with PartnerCenterError; `unauthorized` means that the customer, or the end of a relationship, has shut us out.
 */
export interface TenantAccess {
  /** Everybody's roles in the directory. */
  directoryRoles(tenantId: string): Promise<readonly StandingAssignment[]>;
  /** Everybody's roles on an Azure subscription, inherited ones included, the partner's own foreign group left out. */
  azureRoles(tenantId: string, subscription: string): Promise<readonly StandingAssignment[]>;
  mfaRegistrations(tenantId: string): Promise<readonly MfaRegistration[]>;
  /** Microsoft's id of the assignment that gives exactly this; null when there is none. */
  find(tenantId: string, target: AccessTarget): Promise<string | null>;
  /** Makes the assignment where there is none, and answers its id as read back. */
  make(tenantId: string, target: AccessTarget): Promise<string>;
  /** Removes the assignment and reads back. @returns whether it is gone; removing nothing is no error */
  remove(tenantId: string, target: AccessTarget): Promise<boolean>;
}

/** Microsoft's score of the partner's own security (contract §10). Scores are decimal texts. */
export interface SecurityScore {
  readonly current: string;
  readonly max: string;
  readonly requirements: readonly {
    /** Microsoft's word; the set is open. */
    readonly type: string;
    readonly compliant: boolean;
    readonly score: string;
    readonly maxScore: string;
  }[];
}

export interface SecurityScores {
  /** @throws PartnerCenterError */
  read(): Promise<SecurityScore>;
}
