import type { Day } from '../../domain/calendar/day.ts';
import type { NextStep, Phase, Service } from '../../domain/decision.ts';
import type { LegalStatus, Terms } from '../../domain/facts/onboarding-facts.ts';
import type { RiskTier } from '../../domain/policy/tier-terms.ts';
import type { Bytes, Default, Json, JsonDefault } from './column-types.ts';

/** A postal address as the API takes it. */
export interface Address {
  readonly kind: string;
  readonly lines: readonly string[];
  readonly postalCode: string;
  readonly city: string;
  readonly country: string;
}

/** Where a seller's customers pay to. */
export interface BankAccount {
  readonly iban: string;
  readonly bic?: string | null;
  readonly currency: string;
}

/** What a list shows of a customer's dunning without loading its facts. */
export interface DunningSummary {
  readonly policy: string;
  readonly policyVersion: number;
  readonly step: string | null;
  /** Business instant at which the case opened. */
  readonly since: number;
  readonly pausedUntil: Day | null;
}

export interface PartyTables {
  seller: {
    id: string;
    key: string;
    name: string;
    tax_id: string | null;
    addresses: JsonDefault<readonly Address[]>;
    bank_accounts: JsonDefault<readonly BankAccount[]>;
    number_series: JsonDefault<Readonly<Record<string, unknown>>>;
    time_zone: string;
    revision: Default<number>;
    created_at: Date;
  };
  reseller: { id: string; seller_id: string; name: string; created_at: Date };
  customer: CustomerTable;
  customer_profile: {
    customer_id: string;
    revision: number;
    name: string | null;
    tax_id: string | null;
    registration_number: string | null;
    addresses: JsonDefault<readonly Address[]>;
    notes: string | null;
    salt: Bytes | null;
    erased_at: Date | null;
  };
  customer_profile_revision: {
    customer_id: string;
    revision: number;
    effective_on: Day;
    recorded_at: Date;
    actor: string;
    name: string | null;
    tax_id: string | null;
    registration_number: string | null;
    addresses: JsonDefault<readonly Address[]>;
    notes: string | null;
  };
  customer_contact: {
    customer_id: string;
    revision: number;
    position: number;
    role: string;
    name: string | null;
    email: string | null;
    effective_on: Day;
    recorded_at: Date;
    actor: string;
  };
  note: {
    id: string;
    customer_id: string | null;
    subject_id: string;
    kind: string;
    text: string | null;
    actor: string;
    at: Date;
    recorded_at: Date;
    erased_at: Date | null;
  };
}

export interface CustomerTable {
  id: string;
  seller_id: string;
  reseller_id: string | null;
  external_id: string;
  country: string;
  time_zone: string;
  locale: string;
  currency: string;
  legal_status: LegalStatus | null;
  terms: Json<Terms> | null;
  onboarding: 'standard' | 'existing';
  credit_limit_minor: bigint | null;
  microsoft_tenant_id: string | null;
  contact_revision: Default<number>;
  policy_key: string;
  policy_version: number;
  clock_mode: Default<'live' | 'test'>;
  clock_offset_ms: Default<bigint>;
  clock_shift_ms: Default<bigint>;
  fact_version: Default<number>;
  delivered_version: Default<number>;
  assessed_version: Default<number>;
  marked_at: Date;
  marked_because: Default<string>;
  epoch: Default<number>;
  facts_hash: Bytes;
  audit_seq: Default<number>;
  audit_hash: Bytes;
  latest_decision_id: string | null;
  phase: Phase;
  service: Service;
  wake_at: Date | null;
  next_step: Json<NextStep> | null;
  dunning: Json<DunningSummary> | null;
  assessed_at: Date | null;
  created_at: Date;
  closed_at: Date | null;
  /** As of the latest fact. */
  risk_tier: Default<RiskTier>;
  known_on: Day | null;
}
