import { type PartnerConnection, partnersOwn } from '../partner-center/connection.ts';
import { toDayText, toInstantText } from '../partner-center/dates.ts';
import { meaningOf } from '../partner-center/errors.ts';
import { asDecimal, asText, field, type JsonValue } from '../partner-center/json.ts';
import { readAllPages } from '../partner-center/pages.ts';
import { PartnerCenterError } from '../partner-center/partner-center-error.ts';
import type { InvoiceCharge, MicrosoftInvoice, PartnerInvoices } from './port.ts';

/** Microsoft's invoices to the partner (contract §15). */
export function createPartnerInvoices({ caller, limits }: PartnerConnection): PartnerInvoices {
  const every = async <T>(path: string, view: (item: JsonValue) => T): Promise<readonly T[]> =>
    (await readAllPages(caller, { path, tenant: partnersOwn }, limits.pages)).map(view);
  return {
    list: () => every('/invoices', invoiceOf),
    charges: (invoiceId) =>
      every(
        `/invoices/${encodeURIComponent(invoiceId)}/lineitems?provider=onetime&invoicelineitemtype=billinglineitems`,
        chargeOf,
      ),
  };
}

function invoiceOf(item: JsonValue): MicrosoftInvoice {
  const text = (name: string): string | null => asText(field(item, name));
  const type = (text('documentType') ?? '').toLowerCase().replaceAll(/[\s_]/g, '');
  return Object.freeze({
    id: needed(text('id'), 'id'),
    invoicedAt: Date.parse(needed(toInstantText(text('invoiceDate')), 'invoiceDate')),
    periodStart: toDayText(text('billingPeriodStartDate')),
    periodEnd: toDayText(text('billingPeriodEndDate')),
    currency: needed(text('currencyCode'), 'currencyCode'),
    total: needed(asDecimal(field(item, 'totalCharges')), 'totalCharges'),
    paid: (asDecimal(field(item, 'paidAmount')) ?? '0').replace(/^-/, ''),
    isCredit: type === 'adjustmentnote' || type === 'voidnote' || type === 'creditnote',
  });
}

function chargeOf(item: JsonValue): InvoiceCharge {
  const text = (name: string): string | null => asText(field(item, name));
  const frequency = (text('billingFrequency') ?? '').toLowerCase();
  return Object.freeze({
    customerTenantId: needed(text('customerId'), 'customerId').toLowerCase(),
    subscriptionId: needed(text('subscriptionId'), 'subscriptionId').toLowerCase(),
    amount: needed(asDecimal(field(item, 'totalForCustomer')), 'totalForCustomer'),
    currency: needed(text('currency'), 'currency'),
    frequency: frequency === 'monthly' || frequency === 'annual' ? frequency : 'other',
    chargeType: text('chargeType') ?? 'unknown',
  });
}

/** Money that cannot be read must not look like none. */
function needed(value: string | null, name: string): string {
  if (value === null) throw new PartnerCenterError(meaningOf(500, null), { code: `Invoice_without_${name}` });
  return value;
}
