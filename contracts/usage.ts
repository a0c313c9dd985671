import { z } from 'zod';
import { USAGE_PARTS } from '../domain/usage/usage-detail.ts';
import { country, day, id, instant, line, prose } from './values.ts';
import { money, positiveMoney } from './wire-money.ts';

const limit = z.strictObject({
  state: z.enum(['within', 'maybeOver', 'likelyOver', 'over']),
  leftAtEnd: money,
  passedOn: day.nullable(),
});

/** The running month, as it goes on now; low and high are where it ends four times out of five. */
const forecast = z.strictObject({
  from: day,
  until: day,
  knownUntil: day,
  soFar: money,
  expected: money,
  low: money,
  high: money,
  against: z.strictObject({ budget: limit.nullable(), prepaid: limit.nullable(), credit: limit.nullable() }),
});

const by = z.enum(USAGE_PARTS);

/** `by` asks for the detail of a span of days, which is known about a day late; without a span, of the last thirty days. */
export const usageQuery = z
  .strictObject({
    by: by.optional(),
    from: day.optional().meta({ description: 'First day of the detail.' }),
    to: day.optional().meta({ description: 'Last day of the detail; at most 92 days from the first.' }),
  })
  .refine(({ by: part, from, to }) => part !== undefined || (from === undefined && to === undefined), {
    error: '`from` and `to` go with `by`',
    path: ['by'],
  });

/** What the parts of the consumption cost, the dearest first; `name` is what a meter or a resource is called. */
const detail = z.strictObject({
  by,
  from: day,
  to: day,
  knownUntil: day.nullable(),
  total: money.nullable(),
  items: z.array(z.strictObject({ part: z.string(), name: z.string().nullable(), cost: money })),
});

/** Estimates of Microsoft's before tax and credits. `detail` is null unless it was asked for; `forecast` is null while less than two weeks are known. */
export const usage = z
  .strictObject({
    customer: id('cus'),
    currency: z.string().nullable(),
    days: z.array(
      z.strictObject({ day, cost: money, services: z.array(z.strictObject({ service: z.string(), cost: money })) }),
    ),
    seenAt: instant.nullable(),
    forecast: forecast.nullable(),
    detail: detail.nullable(),
  })
  .meta({ id: 'Usage' });

/** What was agreed with the customer, and what stands at Microsoft, which only informs and never stops usage. */
export const budget = z
  .strictObject({
    customer: id('cus'),
    agreed: money.nullable(),
    thresholds: z.array(z.int()).meta({ description: 'Per cent of the budget at which the customer is told.' }),
    agreedOn: day.nullable(),
    agreedWith: z.string().nullable(),
    expectedUsers: z.int().nullable(),
    expectedLocations: z.array(z.string()),
    reviewOn: day.nullable().meta({ description: 'When it is talked about again; a task is opened then.' }),
    written: z
      .enum(['due', 'done', 'refused', 'notAvailable'])
      .nullable()
      .meta({ description: 'Whether Microsoft has it; a sandbox account has no budgets.' }),
    atMicrosoft: z.string().nullable(),
    seenAt: instant.nullable(),
  })
  .meta({ id: 'Budget' });

/** What was agreed with a customer about a month's spending, by whom and when. */
export const newBudget = z
  .strictObject({
    monthly: positiveMoney,
    thresholds: z
      .array(z.int().min(1).max(1000))
      .min(1)
      .max(10)
      .optional()
      .meta({ description: 'Per cent of the budget at which the customer is told; default 50, 80 and 100.' }),
    agreedWith: line(200).nullish(),
    agreedOn: day.optional().meta({ description: "Default the customer's today." }),
    expectedUsers: z.int().min(0).max(10_000_000).nullish(),
    expectedLocations: z.array(country).max(250).nullish(),
    notes: prose.nullish(),
  })
  .meta({ id: 'NewBudget' });
