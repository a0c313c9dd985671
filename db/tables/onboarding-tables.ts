import type { Day } from '../../domain/calendar/day.ts';
import type { DutyKind, DutyState, Signatory } from '../../domain/onboarding/duty.ts';
import type { Bytes, Default, Json } from './column-types.ts';

export interface OnboardingTables {
  tenant_request: {
    customer_id: string;
    state: 'invited' | 'asked' | 'refused' | 'made';
    domain: string | null;
    attempt: Default<number>;
    invitation_url: string | null;
    code: string | null;
    actor: string;
    asked_at: Date;
  };
  first_password: { tenant: string; sealed: Bytes; kept_at: Default<Date> };
  microsoft_duty: {
    customer_id: string;
    kind: DutyKind;
    revision: number;
    state: DutyState;
    code: string | null;
    signatory: Json<Signatory> | null;
    agreed_at: Date | null;
    asked_at: Date;
    ended_at: Date | null;
  };
  budget_agreement: {
    customer_id: string;
    revision: number;
    amount_minor: bigint;
    currency: string;
    thresholds: number[];
    agreed_on: Day;
    expected_users: number | null;
    expected_locations: string[];
    review_on: Day;
    actor: string;
    recorded_at: Date;
  };
  budget_alert: {
    customer_id: string;
    month: string;
    percent: number;
    passed_at: Date;
    notice_id: string | null;
  };
  terms_look: { customer_id: string; month: string; looked_at: Date };
  terms_eligibility: {
    customer_id: string;
    segment: 'education' | 'nonprofit';
    until: Day;
    actor: string;
    recorded_at: Date;
  };
}
