import { json } from '../../kit/answer.ts';
import { param } from '../../kit/router.ts';
import type { PartnerCall, PartnerRoute } from '../partner-call.ts';
import { PartnerFault } from '../partner-fault.ts';
import { wireNumber } from '../usage/decimal.ts';
import { collectionOf, instant, link } from '../wire.ts';
import { type Invoice, invoiceResource, lineResource, owedBy, paidOf } from './invoice.ts';

/** Contract 15.2: most lines on one page. */
const MOST_LINES = 2_000;

/** Contract 15.1 and 1.5: lists and lines may be read by the application alone, one invoice and the summaries only in a person's name. */
export const invoiceRoutes: readonly PartnerRoute[] = [
  { method: 'GET', pattern: '/v1/invoices', handle: list },
  { method: 'GET', pattern: '/v1/invoices/summary', handle: (call) => json(200, summariesOf(call)[0] ?? none(call)) },
  {
    method: 'GET',
    pattern: '/v1/invoices/summaries',
    userOnly: true,
    handle: (call) => json(200, collectionOf(summariesOf(call), { self: link('/invoices/summaries') })),
  },
  {
    method: 'GET',
    pattern: '/v1/invoices/{invoiceId}',
    userOnly: true,
    handle: (call) => json(200, invoiceResource(call.world, found(call), call.now)),
  },
  { method: 'GET', pattern: '/v1/invoices/{invoiceId}/lineitems', handle: lines },
];

function list({ world, now }: PartnerCall) {
  const items = world.invoices.all().filter(({ invoiceDate }) => invoiceDate <= now);
  return json(
    200,
    collectionOf(
      items.map((one) => invoiceResource(world, one, now)),
      { self: link('/invoices') },
    ),
  );
}

/** Contract 15.1: `balanceAmount` is what the partner owes Microsoft, one summary for each currency. */
function summariesOf({ world, now }: PartnerCall): object[] {
  const issued = world.invoices.all().filter(({ invoiceDate }) => invoiceDate <= now);
  return [...Map.groupBy(issued, ({ currencyCode }) => currencyCode)].map(([currencyCode, invoices]) => {
    const balance = invoices.reduce((sum, one) => sum + owedBy(one) - paidOf(one, now), 0n);
    const dates = invoices.map(({ invoiceDate }) => invoiceDate);
    return {
      balanceAmount: wireNumber(balance),
      currencyCode,
      currencySymbol: currencyCode,
      accountingDate: instant(now),
      firstInvoiceCreationDate: instant(Math.min(...dates)),
      latestInvoiceDate: instant(Math.max(...dates)),
      // Contract 2.2: "no value".
      lastPaymentDate: '0001-01-01T00:00:00',
      lastPaymentAmount: 0,
      links: { self: link('/invoices/summary') },
      attributes: { objectType: 'InvoiceSummary' },
    };
  });
}

function none({ now }: PartnerCall): object {
  return {
    balanceAmount: 0,
    currencyCode: 'USD',
    currencySymbol: '$',
    accountingDate: instant(now),
    firstInvoiceCreationDate: '0001-01-01T00:00:00',
    lastPaymentDate: '0001-01-01T00:00:00',
    lastPaymentAmount: 0,
    latestInvoiceDate: '0001-01-01T00:00:00',
    attributes: { objectType: 'InvoiceSummary' },
  };
}

/** Contract 15.2: provider and type are needed; pages by `seekOperation=Next` and a token in the link's header. */
function lines(call: PartnerCall) {
  const { query, headers } = call.call;
  const invoice = found(call);
  const asked = (name: string): string => (query.get(name) ?? '').toLowerCase();
  if (asked('provider') !== 'onetime' || asked('invoicelineitemtype') !== 'billinglineitems')
    throw new PartnerFault('3000', 'provider and invoicelineitemtype name no lines of this invoice.');
  const size = Number(query.get('size') ?? MOST_LINES);
  if (!Number.isInteger(size) || size < 1 || size > MOST_LINES) throw new PartnerFault('3000', 'size is out of range.');
  const start = query.get('seekOperation') === null ? 0 : Number(headers['ms-continuationtoken'] ?? Number.NaN);
  if (!Number.isInteger(start) || start < 0) throw new PartnerFault('3000', 'The continuation token is not known.');
  const path = `/invoices/${invoice.id}/lineitems?provider=onetime&invoicelineitemtype=billinglineitems&size=${size}`;
  const token = [{ key: 'MS-ContinuationToken', value: String(start + size) }];
  const next = start + size < invoice.lines.length ? { next: link(`${path}&seekOperation=Next`, token) } : {};
  const items = invoice.lines.slice(start, start + size).map((line) => lineResource(call.world, invoice, line));
  return json(200, collectionOf(items, { self: link(path), ...next }));
}

/** @throws PartnerFault 1000 for an invoice that is not there, or not yet */
function found({ world, params, now }: PartnerCall): Invoice {
  const invoice = world.invoices.get(param(params, 'invoiceId'));
  if (invoice === undefined || invoice.invoiceDate > now) throw new PartnerFault('1000', 'The invoice was not found.');
  return invoice;
}
