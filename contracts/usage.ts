import { z } from 'zod';
import { day, id, instant } from './values.ts';
import { money } from './wire-money.ts';

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

/** Estimates of Microsoft's before tax and credits. `forecast` is null while less than two weeks are known. */
export const usage = z
  .strictObject({
    customer: id('cus'),
    currency: z.string().nullable(),
    days: z.array(
      z.strictObject({ day, cost: money, services: z.array(z.strictObject({ service: z.string(), cost: money })) }),
    ),
    seenAt: instant.nullable(),
    forecast: forecast.nullable(),
  })
  .meta({ id: 'Usage' });

/** What was agreed with the customer, and what stands at Microsoft, which only informs and never stops usage. */
export const budget = z
  .strictObject({
    customer: id('cus'),
    agreed: money.nullable(),
    atMicrosoft: z.string().nullable(),
    seenAt: instant.nullable(),
  })
  .meta({ id: 'Budget' });
