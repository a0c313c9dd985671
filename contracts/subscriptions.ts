import { z } from 'zod';
import type { ActualState } from '../domain/facts/service-facts.ts';
import { page } from './lists.ts';
import { day, id, line, reason } from './values.ts';
import { money } from './wire-money.ts';

/** An order through Partner Center; `offer` is product:sku:availability as Microsoft's catalogue names it. */
export const newSubscription = z
  .strictObject({ offer: line(200), quantity: z.int().min(1).max(1_000_000) })
  .meta({ id: 'NewSubscription' });

/** `wanted` is what Tenure works towards, `actual` what Microsoft said last; `lost` is what no restart brought back. */
export const subscription = z
  .strictObject({
    id: id('sub'),
    microsoftId: z.string().nullable(),
    offer: z.string(),
    quantity: z.int(),
    wanted: z.enum(['on', 'off', 'ended']),
    actual: z.enum([
      'ordering',
      'active',
      'suspended',
      'expired',
      'disabled',
      'deleted',
      'unknown',
    ] satisfies ActualState[]),
    stoppedByUs: z.boolean(),
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
    refused: z.strictObject({ act: z.enum(['order', 'stop', 'start', 'end']), code: z.string() }).nullable(),
  })
  .meta({ id: 'Subscription' });

export const subscriptionPage = page(subscription);

/** Try again what Microsoft has refused. */
export const subscriptionRetry = z.strictObject({ reason }).meta({ id: 'SubscriptionRetry' });
