import { z } from 'zod';
import { page, paging } from './lists.ts';
import { id, instant } from './values.ts';

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

/** Tells every life that is behind, and starts those that are missing. */
export const reconciliation = z
  .strictObject({ checked: z.int(), told: z.int(), started: z.int(), failed: z.int() })
  .meta({ id: 'Reconciliation' });
