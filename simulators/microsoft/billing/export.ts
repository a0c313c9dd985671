import type { BillingPeriod } from './usage-lines.ts';

/** Contract 15.3: an export that was asked for. Wall time, epoch milliseconds. */
export interface UsageExport {
  readonly id: string;
  readonly currencyCode: string;
  readonly billingPeriod: BillingPeriod;
  readonly createdAt: number;
  readonly readyAt: number;
  /** What the signature of its download must say. */
  readonly signature: string;
  /** Packed files, base64; empty: there is no data. */
  readonly blobs: readonly { readonly name: string; readonly body: string }[];
}

export const OPERATIONS = '/v1.0/reports/partners/billing/operations';
export const MANIFESTS = '/v1.0/reports/partners/billing/manifests';
export const BLOBS = '/billing-exports';
