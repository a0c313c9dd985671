import { z } from 'zod';
import { LOG_SOURCES } from '../domain/activity/log-source.ts';
import { page, paging } from './lists.ts';
import { instant } from './values.ts';

/**
 * Something that was done at Microsoft, by the partner (`partnerCenter`) or in the customer's own tenant. `operation`, `resourceType` and `status` are Microsoft's words: the
 * set is open.
 */
const activity = z
  .strictObject({
    id: z.string(),
    source: z.enum(LOG_SOURCES),
    at: instant,
    operation: z.string(),
    resourceType: z.string().nullable(),
    resource: z.string().nullable(),
    status: z.string().nullable(),
    application: z.string().nullable(),
    user: z.string().nullable(),
    address: z.string().nullable(),
    knownAt: instant,
  })
  .meta({ id: 'Activity' });

export const activityQuery = z.strictObject({ source: z.enum(LOG_SOURCES).optional(), ...paging });

export const activityPage = page(activity);
