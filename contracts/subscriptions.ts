import { z } from 'zod';
import type { ActualState } from '../domain/facts/service-facts.ts';
import { page } from './lists.ts';
import { id, line, reason } from './values.ts';

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
    refused: z.strictObject({ act: z.enum(['order', 'stop', 'start', 'end']), code: z.string() }).nullable(),
  })
  .meta({ id: 'Subscription' });

export const subscriptionPage = page(subscription);

/** Try again what Microsoft has refused. */
export const subscriptionRetry = z.strictObject({ reason }).meta({ id: 'SubscriptionRetry' });
