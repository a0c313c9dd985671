import type { Day, Instant } from '../../domain/calendar/day.ts';

/** What Microsoft bills the partner for a month (contract §15.1): our cost, never the customer's debt. Amounts are decimal text. */
export interface MicrosoftInvoice {
  readonly id: string;
  readonly invoicedAt: Instant;
  readonly periodStart: Day | null;
  readonly periodEnd: Day | null;
  readonly currency: string;
  readonly total: string;
  /** Never negative, whichever sign Microsoft gives it (contract §20.17). A payment shows after some days. */
  readonly paid: string;
  /** A credit or a void note takes away from what is owed. */
  readonly isCredit: boolean;
}

/** What one subscription cost on an invoice (contract §15.2). */
export interface InvoiceCharge {
  readonly customerTenantId: string;
  readonly subscriptionId: string;
  readonly amount: string;
  readonly currency: string;
  readonly frequency: 'monthly' | 'annual' | 'other';
  readonly chargeType: string;
}

/** Needs no person's sign-in (contract §1.5). @throws PartnerCenterError */
export interface PartnerInvoices {
  list(): Promise<readonly MicrosoftInvoice[]>;
  charges(invoiceId: string): Promise<readonly InvoiceCharge[]>;
}
