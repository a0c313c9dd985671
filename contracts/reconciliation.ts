import { z } from 'zod';
import { page, paging } from './lists.ts';
import { id, instant, reference } from './values.ts';

/** A life that has not assessed all its facts, or slept through its own deadline. */
export const stuckLifecycle = z
  .strictObject({
    customer: id('cus'),
    workflowId: z.string(),
    factVersion: z.int(),
    deliveredVersion: z.int(),
    assessedVersion: z.int(),
    since: instant,
    why: z.enum(['notDelivered', 'notAssessed', 'deadlinePassed']),
  })
  .meta({ id: 'StuckLifecycle' });

export const stuckQuery = z.strictObject({ ...paging });

export const stuckPage = page(stuckLifecycle);

/** One customer, or the whole book. */
export const newReconciliation = z
  .strictObject({ customer: reference('cus').optional() })
  .meta({ id: 'NewReconciliation' });

/**
 * What was out of step. Subscriptions were read at Microsoft and differences recorded; lives that were behind were told,
 * and started where they were missing; rows were compared with the facts they stand for, and nothing of them changed.
 */
export const reconciliation = z
  .strictObject({
    checked: z.int().meta({ description: 'Customers looked at.' }),
    observed: z.int().meta({ description: 'Subscriptions that were otherwise at Microsoft than on record.' }),
    told: z.int().meta({ description: 'Lives that were told, and started where they were missing.' }),
    failed: z.array(z.strictObject({ customer: id('cus'), what: z.enum(['subscriptions', 'life']), why: z.string() })),
    differences: z.array(
      z.strictObject({
        customer: id('cus'),
        table: z.string(),
        key: z.string(),
        what: z.enum(['missing', 'extra', 'different']),
      }),
    ),
  })
  .meta({ id: 'Reconciliation' });
