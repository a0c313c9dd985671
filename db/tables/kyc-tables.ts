import type { Day } from '../../domain/calendar/day.ts';
import type { EvidenceKind, EvidenceOutcome } from '../../domain/facts/kyc-facts.ts';
import type { DeviationKind } from '../../domain/kyc/deviations.ts';
import type { Hit, ListedParty } from '../../domain/kyc/screening.ts';
import type { Bytes, Json } from './column-types.ts';

/** What two customers can have in common. */
export type SharedTraitKind = 'card' | 'address' | 'device' | 'bankAccount';

export interface KycTables {
  evidence: {
    id: string;
    customer_id: string;
    kind: EvidenceKind;
    outcome: EvidenceOutcome;
    on_day: Day;
    registered_on: Day | null;
    document_sha256: string | null;
    source: string | null;
    reference: string | null;
    note: string | null;
    actor: string;
    recorded_at: Date;
    erased_at: Date | null;
  };
  evidence_document: { evidence_id: string; customer_id: string; media_type: string; bytes: Bytes | null };
  kyc_profile: {
    customer_id: string;
    revision: number;
    purpose: string | null;
    expected_services: Json<readonly string[]>;
    expected_regions: Json<readonly string[]>;
    monthly_spend_minor: bigint | null;
    contacts_checked_on: Day | null;
    actor: string;
    recorded_at: Date;
  };
  kyc_deviation: {
    customer_id: string;
    occurrence: string;
    kind: DeviationKind;
    subject: string;
    on_day: Day;
    known_at: Date;
  };
  kyc_look: { customer_id: string; usage_seen_at: Date };
  sanctions_list: {
    source: string;
    etag: string | null;
    sha256: string;
    published_on: Day | null;
    parties: Json<readonly ListedParty[]>;
    fetched_at: Date;
    asked_at: Date;
    alarmed_on: Day | null;
  };
  screening: {
    customer_id: string;
    list_sha256: string;
    profile_revision: number;
    contact_revision: number;
    screened_at: Date;
    hits: Json<readonly Hit[]>;
  };
  shared_trait: { kind: SharedTraitKind; digest: Bytes; customer_id: string; seen_at: Date };
  digest_salt: { one: boolean; salt: Bytes };
}
