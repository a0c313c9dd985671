import { z } from 'zod';
import { flag } from './lists.ts';
import { instant } from './values.ts';

export const casePerformanceQuery = z.strictObject({ testClocks: flag.optional() });

const period = z.strictObject({
  days: z.int(),
  answered: z.int(),
  averageHours: z.string().nullable().meta({
    description:
      'From Microsoft’s detection, or the receipt where none is on record, to the answer, two digits; null while none was answered.',
  }),
  within24Hours: z.string().nullable().meta({
    description:
      'Share answered within 24 h of the receipt, of those answered and those still open after 24 h, in per cent with one digit.',
  }),
});

/** How quickly alerts and other cases are answered (practices 46 and 67), and all that is still open (practice 42). */
export const casePerformance = z
  .strictObject({
    at: instant,
    periods: z.array(period),
    open: z.strictObject({
      cases: z.int(),
      alerts: z.int(),
      olderThan24Hours: z.int(),
      olderThan60Days: z.int(),
      oldestReceivedAt: instant.nullable(),
    }),
  })
  .meta({ id: 'CasePerformance' });
