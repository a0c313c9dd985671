import type { Instant } from '../calendar/day.ts';

/** Who did something, as a log names him: ids, and what is personal data beside them. */
interface Doer {
  /** Id of the user or application in the directory; where a log has a name only, a digest of it. */
  readonly actorId: string | null;
  /** Name at sign-in: personal data. */
  readonly user: string | null;
  /** Network address: personal data. */
  readonly address: string | null;
}

/** A record of the Azure activity log (contract §12.2). Words are Microsoft's own, in lower case: their case varies there. */
export interface AzureEvent extends Doer {
  readonly id: string;
  readonly at: Instant;
  /** `microsoft.authorization/roleassignments/write` */
  readonly operation: string;
  readonly category: string;
  /** One operation leaves several records: `started`, `accepted`, then `succeeded` or `failed`. */
  readonly status: string;
  /** `created` where something came into being. */
  readonly subStatus: string | null;
  readonly correlationId: string | null;
  readonly resource: string | null;
  readonly resourceType: string | null;
  readonly resourceGroup: string | null;
  /** What a role assignment says; often in the record of its beginning only. */
  readonly assigned: { readonly role: string; readonly principal: string } | null;
}

/** A record of Entra's sign-in log. */
export interface SignIn extends Doer {
  readonly id: string;
  readonly at: Instant;
  readonly userId: string;
  /** The tenant in which the user is at home, where that is another one: a guest, or a person of a partner. */
  readonly homeTenant: string | null;
  readonly application: string | null;
  readonly succeeded: boolean;
  /** Microsoft's word, `none` where it sees no risk. */
  readonly risk: string;
  /** ISO 3166-1; null where the log does not say. */
  readonly country: string | null;
}

/** A record of Entra's directory audit: `Add member to role` and the like. */
export interface DirectoryAudit extends Doer {
  readonly id: string;
  readonly at: Instant;
  readonly operation: string;
  readonly category: string | null;
  readonly succeeded: boolean;
  readonly targets: readonly AuditTarget[];
}

export interface AuditTarget {
  readonly id: string | null;
  readonly type: string | null;
  /** Whether its name at sign-in is that of a guest. */
  readonly isGuest: boolean;
  /** Templates of the directory roles that the record names as new. */
  readonly roles: readonly string[];
}
