import { z } from 'zod';
import type { PaymentMethod } from '../domain/facts/money-facts.ts';
import { page, paging } from './lists.ts';
import { day, externalId, id, instant, line, reason, reference } from './values.ts';
import { money, positiveMoney } from './wire-money.ts';

export const paymentMethod = z.enum(['bankTransfer', 'card', 'blik', 'directDebit', 'other'] satisfies PaymentMethod[]);

/** Which invoice the payer meant, and how much of it. */
export const wantedAllocation = z.strictObject({ invoice: reference('inv'), amount: positiveMoney });

const allocations = z
  .array(wantedAllocation)
  .max(500)
  .optional()
  .meta({ description: "Without it, the policy's order decides; default oldest due first." });

/** `receivedOn` is the value date, a day in the customer's time zone. `externalId` is unique: the same money never counts twice. */
export const newPayment = z
  .strictObject({
    customer: reference('cus')
      .optional()
      .meta({ description: 'Without it, the payer is looked for in `reference`, or is whose invoices are named.' }),
    seller: line(100)
      .optional()
      .meta({ description: 'Id or key of the seller who was paid, where no customer is named; default `default`.' }),
    amount: positiveMoney,
    method: paymentMethod,
    receivedOn: day,
    reference: z.string().max(1000).default('').meta({ description: 'Title of the transfer, as the payer wrote it.' }),
    externalId: externalId.optional(),
    payer: z
      .strictObject({ name: line(200), account: line(60) })
      .partial()
      .optional()
      .meta({ description: 'Who sent it, as the bank says: another than the customer goes to a person.' }),
    allocations,
  })
  .meta({ id: 'NewPayment' });

export type NewPayment = z.output<typeof newPayment>;

export const payment = z
  .strictObject({
    id: id('pay'),
    customer: id('cus').nullable(),
    amount: money,
    method: paymentMethod,
    receivedOn: day,
    reference: z.string(),
    externalId: z.string().nullable(),
    state: z.enum(['posted', 'unmatched', 'reversed', 'returned']),
    allocations: z.array(z.strictObject({ invoice: id('inv'), instalment: z.int(), amount: money })),
    unapplied: money,
    prepaid: money,
    recordedAt: instant,
  })
  .meta({ id: 'Payment' });

export type PaymentView = z.output<typeof payment>;

export const paymentQuery = z.strictObject({
  customer: reference('cus').optional(),
  externalId: externalId.optional(),
  from: day.optional().meta({ description: 'First value date.' }),
  to: day.optional().meta({ description: 'Last value date.' }),
  ...paging,
});

export const paymentPage = page(payment);

/** The money went back, or never came: the debt is open again. */
export const newReversal = z
  .strictObject({ kind: z.enum(['chargeback', 'return', 'correction']), reason })
  .meta({ id: 'NewReversal' });

/** Money without an owner; `suspects` are the customers it may belong to, whose dunning it holds back. */
export const unmatchedPayment = z
  .strictObject({
    ...payment.shape,
    suspects: z.array(
      z.strictObject({
        customer: id('cus'),
        because: z.enum(['invoiceNumber', 'externalId', 'taxId', 'equalsOpenInvoice', 'riskyInstrument']),
      }),
    ),
  })
  .meta({ id: 'UnmatchedPayment' });

export const unmatchedQuery = z.strictObject({ customer: reference('cus').optional(), ...paging });

export const unmatchedPage = page(unmatchedPayment);

/** A person says whose money it is. */
export const newMatch = z.strictObject({ customer: reference('cus'), allocations }).meta({ id: 'NewMatch' });

export type NewMatch = z.output<typeof newMatch>;
