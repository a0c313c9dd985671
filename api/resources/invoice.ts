import { type InvoiceView, invoice } from '../../contracts/invoices.ts';
import type { Db } from '../../db/database.ts';
import {
  findInvoice,
  findInvoicesNumbered,
  type InstalmentRecord,
  type InvoiceRecord,
} from '../../db/lists/invoices.ts';
import { daysBetween, type Instant } from '../../domain/calendar/day.ts';
import { money } from '../../domain/money.ts';
import type { Resource } from '../resource.ts';
import { externalIdIn, onlyOne } from './named.ts';

/** An invoice by id, or by `ext:` and its number. @throws Refusal `not_found`, `conflict` */
export async function invoiceBy(db: Db, reference: string, wallNow: Instant): Promise<InvoiceRecord> {
  const number = externalIdIn(reference);
  if (number !== undefined) return onlyOne(await findInvoicesNumbered(db, number, wallNow), 'invoice', reference);
  const found = await findInvoice(db, reference, wallNow);
  return onlyOne(found === undefined ? [] : [found], 'invoice', reference);
}

export const invoiceResource: Resource<typeof invoice> = {
  name: 'invoice',
  schema: invoice,
  // A day passes without anything happening to the invoice.
  volatile: ['overdueDays'],
  load: async (db, reference, wallNow) => invoiceView(await invoiceBy(db, reference, wallNow)),
};

export function invoiceView(record: InvoiceRecord): InvoiceView {
  const { currency } = record;
  const amount = (minor: bigint) => money(minor, currency);
  const next = nextOpen(record.instalments);
  return {
    id: record.id,
    customer: record.customerId,
    number: record.number,
    issuedOn: record.issuedOn,
    dueOn: record.dueOn,
    effectiveDueOn: (next ?? record.instalments.at(-1))?.effectiveDueOn ?? record.dueOn,
    currency,
    lines: record.lines.map(({ description, quantity, unitPrice, taxRate, net, tax }) => ({
      description,
      quantity,
      unitPrice: { amount: unitPrice, currency },
      taxRate,
      net: amount(net),
      tax: amount(tax),
    })),
    instalments: record.instalments.map((part) => ({
      ...part,
      amount: amount(part.amount),
      open: amount(part.open),
    })),
    net: amount(record.net),
    tax: amount(record.tax),
    total: amount(record.total),
    paid: amount(record.paid),
    credited: amount(record.credited),
    writtenOff: amount(record.writtenOff),
    remaining: amount(record.remaining),
    state: record.state,
    overdueDays: next === undefined ? 0 : Math.max(0, daysBetween(next.effectiveDueOn, record.today)),
  };
}

/** The open instalment that is due first. */
function nextOpen(instalments: readonly InstalmentRecord[]): InstalmentRecord | undefined {
  return instalments
    .filter((part) => part.open > 0n)
    .toSorted((a, b) => (a.effectiveDueOn < b.effectiveDueOn ? -1 : 1))[0];
}
