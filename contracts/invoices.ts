import { z } from 'zod';
import { flag, page, paging } from './lists.ts';
import { day, id, line, reason, reference } from './values.ts';
import { currency, decimal, money, positiveMoney, unitPrice } from './wire-money.ts';

export const invoiceLine = z
  .strictObject({ description: line(500), quantity: decimal, unitPrice, taxRate: decimal })
  .meta({ id: 'InvoiceLine', description: 'Net and tax are rounded half up per line; `"23"` is 23 %.' });

const issued = {
  customer: reference('cus'),
  number: line(100),
  issuedOn: day,
  dueOn: day,
  currency,
  instalments: z
    .array(z.strictObject({ dueOn: day, amount: positiveMoney }))
    .min(1)
    .max(60)
    .optional()
    .meta({ description: 'Parts with due days of their own; they must add up to the total.' }),
};

/** Days are meant in the customer's time zone. With `total` instead of lines: an imported invoice, without tax detail. */
export const newInvoice = z
  .union([
    z.strictObject({ ...issued, lines: z.array(invoiceLine).min(1).max(500) }),
    z.strictObject({ ...issued, total: positiveMoney }),
  ])
  .meta({ id: 'NewInvoice' });

export type NewInvoice = z.output<typeof newInvoice>;

export const invoiceState = z.enum(['open', 'paid', 'void', 'writtenOff']);

export const invoice = z
  .strictObject({
    id: id('inv'),
    customer: id('cus'),
    number: z.string(),
    issuedOn: day,
    dueOn: day.meta({ description: 'As printed.' }),
    effectiveDueOn: day.meta({ description: 'As effective by law; of the next open instalment.' }),
    currency: z.string(),
    lines: z.array(
      z.strictObject({ ...invoiceLine.shape, description: z.string().nullable(), net: money, tax: money }),
    ),
    instalments: z.array(
      z.strictObject({ instalment: z.int(), dueOn: day, effectiveDueOn: day, amount: money, open: money }),
    ),
    net: money,
    tax: money,
    total: money,
    paid: money,
    credited: money,
    writtenOff: money,
    remaining: money,
    state: invoiceState,
    overdueDays: z.int().min(0),
  })
  .meta({ id: 'Invoice' });

export type InvoiceView = z.output<typeof invoice>;

export const invoiceQuery = z.strictObject({
  customer: reference('cus').optional(),
  state: invoiceState.optional(),
  overdue: flag.optional(),
  number: line(100).optional(),
  ...paging,
});

export const invoicePage = page(invoice);

/** A credit note, for a part or all of an invoice. What had been paid beyond the rest is free again. */
export const newCreditNote = z.strictObject({ amount: positiveMoney, reason }).meta({ id: 'NewCreditNote' });

export const creditNote = z
  .strictObject({ id: id('crn'), invoice: id('inv'), amount: money, net: money, tax: money, released: money })
  .meta({ id: 'CreditNote' });

/** Why an invoice is voided or written off. */
export const invoiceCorrection = z.strictObject({ reason }).meta({ id: 'InvoiceCorrection' });

/**
 * A write-off above the policy's limit waits for a second person: then `approval` names it and nothing is written off yet.
 * `refused`: the second person said no.
 */
export const writeOff = z
  .strictObject({
    invoice: id('inv'),
    amount: money,
    state: z.enum(['done', 'awaitingApproval', 'refused']),
    approval: id('apr').nullable(),
  })
  .meta({ id: 'WriteOff' });
