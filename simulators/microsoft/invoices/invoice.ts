import type { World } from '../world.ts';
import { type Decimal, decimal, wireNumber } from '../usage/decimal.ts';
import { instant, link } from '../wire.ts';

/** Contract 15.2: a line of a new-commerce invoice, as far as this simulator knows one. Amounts are decimal text. */
export interface InvoiceLine {
  readonly customerId: string;
  readonly subscriptionId: string;
  readonly productName: string;
  readonly chargeType: string;
  readonly quantity: number;
  readonly totalForCustomer: string;
  readonly billingFrequency: 'Monthly' | 'Annual';
  readonly chargeStartDate: string;
  readonly chargeEndDate: string;
}

export const NOTES = ['adjustment_note', 'void_note'] as const;
type DocumentType = 'invoice' | (typeof NOTES)[number];

/** Contract 15.1: what the partner owes Microsoft for a calendar month. Instants are wall time: Microsoft bills the partner, not a tenant. */
export interface Invoice {
  readonly id: string;
  readonly invoiceDate: number;
  readonly periodStart: number;
  readonly periodEnd: number;
  readonly currencyCode: string;
  /** A note takes away from the invoice that it amends; both absent in an invoice of an older run. */
  readonly documentType?: DocumentType | undefined;
  readonly amendsOf?: string | undefined;
  readonly lines: readonly InvoiceLine[];
  readonly payments: readonly { readonly amount: string; readonly shownAt: number }[];
}

export function chargesOf({ lines }: Invoice): Decimal {
  return lines.reduce((sum, line) => sum + decimal(line.totalForCustomer), 0n);
}

/** What it adds to what the partner owes: a note takes away, whichever sign its charges have (the contract does not give it). */
export function owedBy(invoice: Invoice): Decimal {
  const charges = chargesOf(invoice);
  if (invoice.amendsOf === undefined) return charges;
  return charges < 0n ? charges : -charges;
}

/** The notes that amend an invoice, as far as they are out. */
export function amendmentsOf(world: World, { id }: Invoice, now: number): Invoice[] {
  return world.invoices.all().filter(({ amendsOf, invoiceDate }) => amendsOf === id && invoiceDate <= now);
}

/** Contract 15.4: a payment shows only some days after it was made; until then the invoice looks unpaid. */
export function paidOf({ payments }: Invoice, now: number): Decimal {
  return payments.filter(({ shownAt }) => shownAt <= now).reduce((sum, { amount }) => sum + decimal(amount), 0n);
}

/** Contract 15.1 and 20.17: the table says that `paidAmount` is negative on a payment, its samples show it positive; as the samples. */
export function invoiceResource(world: World, invoice: Invoice, now: number): object {
  const amendments = amendmentsOf(world, invoice, now);
  return {
    id: invoice.id,
    invoiceDate: instant(invoice.invoiceDate),
    billingPeriodStartDate: instant(invoice.periodStart),
    billingPeriodEndDate: instant(invoice.periodEnd),
    totalCharges: wireNumber(chargesOf(invoice)),
    paidAmount: wireNumber(paidOf(invoice, now)),
    currencyCode: invoice.currencyCode,
    currencySymbol: invoice.currencyCode,
    invoiceDetails: [
      {
        invoiceLineItemType: 'billing_line_items',
        billingProvider: 'one_time',
        links: {
          self: link(`/invoices/${invoice.id}/lineitems?provider=onetime&invoicelineitemtype=billinglineitems`),
        },
      },
    ],
    ...(amendments.length === 0 ? {} : { amendments: amendments.map((one) => invoiceResource(world, one, now)) }),
    documentType: invoice.documentType ?? 'invoice',
    ...(invoice.amendsOf === undefined ? {} : { amendsOf: invoice.amendsOf }),
    invoiceType: 'OneTime',
    links: { self: link(`/invoices/${invoice.id}`) },
    attributes: { objectType: 'Invoice' },
  };
}

/** Contract 15.2 `OneTimeInvoiceLineItem`. Some numbers come in quotes (contract 2.2). */
export function lineResource(world: World, { id, currencyCode }: Invoice, line: InvoiceLine): object {
  const customer = world.customers.get(line.customerId);
  return {
    partnerId: world.settings.partnerTenantId,
    customerId: line.customerId,
    customerName: customer?.companyName ?? null,
    customerDomainName: customer?.domain ?? null,
    invoiceNumber: id,
    productName: line.productName,
    chargeType: line.chargeType,
    unitPrice: '0',
    quantity: line.quantity,
    subtotal: wireNumber(decimal(line.totalForCustomer)),
    taxTotal: 0,
    totalForCustomer: wireNumber(decimal(line.totalForCustomer)),
    currency: currencyCode,
    subscriptionId: line.subscriptionId,
    chargeStartDate: line.chargeStartDate,
    chargeEndDate: line.chargeEndDate,
    billingFrequency: line.billingFrequency,
    termAndBillingCycle: line.billingFrequency === 'Monthly' ? '1 Month' : '1 Year',
    invoiceLineItemType: 'billing_line_items',
    billingProvider: 'one_time',
    attributes: { objectType: 'OneTimeInvoiceLineItem' },
  };
}
