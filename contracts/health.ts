import { z } from 'zod';

export const live = z.strictObject({ status: z.literal('live') });

/** Ready as long as PostgreSQL answers: with Temporal away, facts are still taken and delivered later. */
export const ready = z.strictObject({
  status: z.enum(['ready', 'notReady']),
  database: z.enum(['up', 'down']),
  temporal: z.enum(['up', 'down']),
});
