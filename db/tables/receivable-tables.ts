import type { Day } from '../../domain/calendar/day.ts';
import type { PaymentMethod } from '../../domain/facts/money-facts.ts';
import type { SuspectedBecause } from '../../domain/payer/payer.ts';
import type { Bytes, JsonDefault } from './column-types.ts';

/** A customer whose money it may be, and why it is thought so. */
export interface Suspect {
  readonly customer: string;
  readonly because: SuspectedBecause;
}

export interface ReceivableTables {
  invoice: {
    id: string;
    seller_id: string;
    customer_id: string;
    number: string;
    currency: string;
    issued_on: Day;
    due_on: Day;
    total_minor: bigint;
    net_minor: bigint;
    tax_minor: bigint;
    paid_minor: bigint;
    credited_minor: bigint;
    written_off_minor: bigint;
    remaining_minor: bigint;
    state: 'open' | 'paid' | 'void' | 'writtenOff';
    fact_version: number;
    recorded_at: Date;
  };
  invoice_line: {
    invoice_id: string;
    line: number;
    description: string | null;
    quantity: string;
    unit_price: string;
    tax_rate: string;
    net_minor: bigint;
    tax_minor: bigint;
  };
  instalment: {
    invoice_id: string;
    instalment: number;
    customer_id: string;
    due_on: Day;
    effective_due_on: Day;
    amount_minor: bigint;
    open_minor: bigint;
  };
  credit_note: {
    id: string;
    invoice_id: string;
    customer_id: string;
    kind: 'creditNote' | 'void' | 'dispute';
    currency: string;
    amount_minor: bigint;
    net_minor: bigint;
    tax_minor: bigint;
    effective_on: Day;
    fact_version: number;
    recorded_at: Date;
  };
  payment: {
    id: string;
    customer_id: string;
    currency: string;
    amount_minor: bigint;
    method: PaymentMethod;
    received_on: Day;
    unapplied_minor: bigint;
    prepaid_minor: bigint;
    prepayment_id: string | null;
    reversal_kind: 'chargeback' | 'return' | 'correction' | null;
    reversed_on: Day | null;
    fact_version: number;
    recorded_at: Date;
  };
  allocation: { invoice_id: string; instalment: number; source: string; customer_id: string; amount_minor: bigint };
  payment_receipt: {
    payment_id: string;
    seller_id: string;
    customer_id: string | null;
    external_id: string | null;
    method: PaymentMethod;
    currency: string;
    amount_minor: bigint;
    received_on: Day;
    reference: string | null;
    payer: string | null;
    recorded_at: Date;
  };
  unmatched_payment: {
    payment_id: string;
    seller_id: string;
    state: 'unmatched' | 'matched' | 'returned';
    suspects: JsonDefault<readonly Suspect[]>;
    matched_customer_id: string | null;
    at: Date;
    recorded_at: Date;
    ended_at: Date | null;
  };
  prepayment: {
    id: string;
    customer_id: string;
    currency: string;
    purpose: 'onboarding' | 'topUp';
    amount_minor: bigint;
    settled_minor: bigint;
    state: 'requested' | 'partlyPaid' | 'settled';
    requested_at: Date;
  };
  prepayment_request: {
    prepayment_id: string;
    customer_id: string;
    bank_reference: string;
    checkout_url: string | null;
    gateway_session: string | null;
  };
  payment_instrument: {
    id: string;
    customer_id: string;
    funding: 'credit' | 'debit' | 'prepaid' | 'unknown' | 'notACard';
    state: 'accepted' | 'refused' | 'review';
    gateway_payment_method: string;
    recorded_at: Date;
  };
  instrument_fingerprint: { instrument_id: string; customer_id: string; fingerprint_hash: Bytes };
}
