import { z } from 'zod';
import { day, instant, prose } from './values.ts';

export const firstUsage = z.strictObject({ day, note: prose.nullish() }).meta({ id: 'FirstFraudulentUsage' });

/** The request itself is made in the Azure portal; this records Microsoft's ticket. */
export const creditRequest = z
  .strictObject({ ticket: z.string().min(1).max(100), filedOn: day, note: prose.nullish() })
  .meta({ id: 'CreditRequest' });

/** Microsoft's credit after a first compromise: by when it must be asked for, and what stands in the way. */
export const creditClaim = z
  .strictObject({
    firstUsageOn: day,
    lastDay: day,
    daysLeft: z.int(),
    ticket: z.string().nullable(),
    filedOn: day.nullable(),
    requestedAt: instant.nullable(),
    lapsed: z.boolean(),
    warnings: z
      .array(z.enum(['causeOpen', 'usedForThisTenant', 'windowOver']))
      .meta({ description: 'Microsoft wants the cause fixed first, and gives the credit once for each tenant.' }),
  })
  .meta({ id: 'CreditClaim' });
