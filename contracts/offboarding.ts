import { z } from 'zod';
import { day, reason } from './values.ts';

/** Ends the relationship in order: notice, suspend, cancel, final invoice, close. `on` is a day in the customer's time zone. */
export const newOffboarding = z.strictObject({ reason, on: day }).meta({ id: 'NewOffboarding' });

export const offboarding = z
  .strictObject({
    on: day,
    by: z.enum(['person', 'policy']),
    state: z.enum(['pending', 'requested', 'closed', 'refused']),
  })
  .meta({ id: 'Offboarding' });
