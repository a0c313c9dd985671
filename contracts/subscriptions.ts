import { z } from 'zod';
import type { ActualState, RefusedAct } from '../domain/facts/service-facts.ts';
import { page } from './lists.ts';
import { day, id, line, reason } from './values.ts';
import { money } from './wire-money.ts';

/** An order through Partner Center; `offer` is product:sku:availability as Microsoft's catalogue names it. */
export const newSubscription = z
  .strictObject({ offer: line(200), quantity: z.int().min(1).max(1_000_000) })
  .meta({ id: 'NewSubscription' });

const actual = z.enum([
  'ordering',
  'active',
  'suspended',
  'expired',
  'disabled',
  'deleted',
  'unknown',
] satisfies ActualState[]);

/** What Microsoft would not do; `explanation` says what a person can do about it. */
const refused = z
  .strictObject({
    act: z.enum(['order', 'stop', 'start', 'end', 'quantity'] satisfies RefusedAct[]),
    code: z.string(),
    explanation: z.string(),
  })
  .nullable();

/** `wanted` is what Tenure works towards, `actual` what Microsoft said last; `lost` is what no restart brought back. */
export const subscription = z
  .strictObject({
    id: id('sub'),
    microsoftId: z.string().nullable(),
    offer: z.string(),
    quantity: z.int(),
    quantityWanted: z.int().nullable().meta({ description: 'Asked for and not confirmed by Microsoft yet.' }),
    wanted: z.enum(['on', 'off', 'ended']),
    actual,
    base: id('sub').nullable().meta({ description: 'The subscription to which it is an add-on.' }),
    stoppedByUs: z.boolean(),
    stoppedWith: id('sub').nullable().meta({ description: 'The base with which it was stopped, and returns.' }),
    lost: z.array(z.string()),
    /** What becomes of it by time alone; null while its term is not known. Days are the first on which it is so. */
    outlook: z
      .strictObject({
        termEndsOn: day.nullable(),
        usersOutOn: day.nullable(),
        notRestorableFrom: day.nullable(),
        dataGoneOn: day.nullable(),
      })
      .nullable(),
    /** What it costs the partner in a month, also while it is suspended; null while no invoice of Microsoft's names it. */
    monthlyCost: money.nullable(),
    refused,
  })
  .meta({ id: 'Subscription' });

export const subscriptionPage = page(subscription);

/** Try again what Microsoft has refused. */
export const subscriptionRetry = z.strictObject({ reason }).meta({ id: 'SubscriptionRetry' });

/** More seats at any time; Microsoft takes back fewer within seven days of purchase or renewal only. */
export const quantityChange = z
  .strictObject({ quantity: z.int().min(1).max(1_000_000) })
  .meta({ id: 'QuantityChange' });

const orderLine = z.strictObject({
  offer: line(200),
  quantity: z.int().min(1).max(1_000_000),
  termDuration: z
    .enum(['P1M', 'P1Y', 'P3Y'])
    .optional()
    .meta({ description: 'Default a year; an Azure plan has none.' }),
  billingCycle: z
    .enum(['monthly', 'annual', 'triennial', 'one_time'])
    .optional()
    .meta({ description: 'Default monthly.' }),
});

/** Several lines that are bought through one cart: some may be sold while Microsoft refuses others. */
export const newOrder = z.strictObject({ lines: z.array(orderLine).min(1).max(50) }).meta({ id: 'NewOrder' });

/** An order and what became of each line; each is a subscription with its own address. */
export const order = z
  .strictObject({
    id: id('ord'),
    lines: z.array(
      z.strictObject({
        subscription: id('sub'),
        microsoftId: z.string().nullable(),
        offer: z.string(),
        quantity: z.int(),
        actual,
        refused,
      }),
    ),
  })
  .meta({ id: 'Order' });
