import { z } from 'zod';
import { page, paging } from './lists.ts';
import { instant } from './values.ts';

/** Something that was done at Microsoft. `operation`, `resourceType` and `status` are Microsoft's words: the set is open. */
const activity = z
  .strictObject({
    id: z.string(),
    at: instant,
    operation: z.string(),
    resourceType: z.string().nullable(),
    resource: z.string().nullable(),
    status: z.string().nullable(),
    application: z.string().nullable(),
    user: z.string().nullable(),
    knownAt: instant,
  })
  .meta({ id: 'Activity' });

export const activityQuery = z.strictObject({ ...paging });

export const activityPage = page(activity);
