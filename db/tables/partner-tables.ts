import type { Day } from '../../domain/calendar/day.ts';
import type { ActualState } from '../../domain/facts/service-facts.ts';
import type { CreditWarning, PartnerState } from '../../domain/partner/partner-standing.ts';
import type { Charge } from '../../domain/partner/running-cost.ts';
import type { Default } from './column-types.ts';

export interface PartnerTables {
  partner_invoice: {
    id: string;
    invoiced_on: Day;
    currency: string;
    total_minor: bigint;
    paid_minor: bigint;
    charges_read: Default<boolean>;
    seen_at: Date;
  };
  partner_charge: {
    invoice_id: string;
    place: number;
    microsoft_tenant_id: string;
    microsoft_subscription_id: string;
    amount_minor: bigint;
    currency: string;
    frequency: Charge['frequency'];
  };
  partner_payment: {
    id: string;
    invoice_id: string;
    amount_minor: bigint;
    currency: string;
    paid_on: Day;
    recorded_at: Date;
    actor: string;
  };
  partner_credit_limit: { id: string; currency: string; limit_minor: bigint; recorded_at: Date; actor: string };
  partner_standing: {
    currency: string;
    state: PartnerState;
    warning: CreditWarning | null;
    sells_new: boolean;
    at: Date;
  };
  subscription_term: {
    customer_id: string;
    microsoft_id: string;
    commerce: 'new' | 'legacy';
    actual: ActualState;
    auto_renew: boolean;
    ends_on: Day | null;
    suspended_since: Day | null;
    seen_at: Date;
  };
}
