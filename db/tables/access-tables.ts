import type { AccessTarget } from '../../domain/access/access-target.ts';
import type { GrantFactKind } from '../../domain/access/grant-facts.ts';
import type { DelegatedRelationship } from '../../domain/access/relationship-end.ts';
import type { StandingAssignment } from '../../domain/access/standing-access.ts';
import type { Default, Json } from './column-types.ts';

/** One requirement of Microsoft's security score (contract §10), in Microsoft's own words. */
export interface StoredRequirement {
  readonly type: string;
  readonly compliant: boolean;
  readonly score: string;
  readonly maxScore: string;
}

/**
 * Where a successor stands that the system offers: recorded before Microsoft is asked, before the customer, approved and the
 * predecessor's groups taken over; or refused by Microsoft, or over without ever having been in force.
 */
export type OfferState = 'decided' | 'offered' | 'inForce' | 'refused' | 'over';

/** Where the ending of a relationship by us stands; `failed`: Microsoft refuses, a person must see to it. */
export type EndingState = 'asked' | 'refused' | 'approved' | 'ended' | 'failed';

export interface AccessTables {
  access_grant: {
    id: string;
    customer_id: string;
    target: Json<AccessTarget>;
    starts_at: Date;
    ends_at: Date;
    asked_by: string;
    approved_at: Date | null;
    refused_at: Date | null;
    activating_at: Date | null;
    assignment: string | null;
    revoked_at: Date | null;
    ended_at: Date | null;
    closed_at: Date | null;
    opened_at: Date;
    last_seq: number;
    delivered_seq: Default<number>;
    wake_at: Date | null;
  };
  access_grant_fact: {
    grant_id: string;
    seq: number;
    kind: GrantFactKind;
    at: Date;
    recorded_at: Date;
    actor: string;
    body: Json<Record<string, unknown>>;
  };
  access_standing: {
    customer_id: string;
    read_at: Date;
    admins: number;
    admins_without_mfa: Json<readonly string[]>;
    full_administrators: Json<readonly StandingAssignment[]>;
    relationships: Json<readonly DelegatedRelationship[]>;
    azure_subscriptions: Json<readonly string[]>;
  };
  relationship_offer: {
    predecessor: string;
    customer_id: string;
    display_name: string;
    duration: string;
    roles: Json<readonly string[]>;
    dropped: Json<readonly string[]>;
    state: OfferState;
    relationship: string | null;
    code: string | null;
    decided_at: Date;
    offered_at: Date | null;
    ended_at: Date | null;
  };
  relationship_ending: {
    id: string;
    customer_id: string;
    relationship: string;
    state: EndingState;
    asked_by: string;
    decided_by: string | null;
    code: string | null;
    asked_at: Date;
    decided_at: Date | null;
    ended_at: Date | null;
  };
  security_score: {
    only_one: Default<boolean>;
    read_at: Date;
    current_score: string;
    max_score: string;
    requirements: Json<readonly StoredRequirement[]>;
  };
}
