import { z } from 'zod';
import { id, instant } from './values.ts';

/** `percent` is a decimal text with one digit, rounded down; null where there is nothing to cover. */
const covered = { total: z.int().nonnegative(), covered: z.int().nonnegative(), percent: z.string().nullable() };

/** What Microsoft's authorisation of the partner hangs on (practices 67 and 68). Customers on test clocks are left out. */
export const securityStanding = z
  .strictObject({
    score: z
      .strictObject({
        readAt: instant,
        current: z.string(),
        max: z.string(),
        requirements: z.array(
          z.strictObject({ type: z.string(), compliant: z.boolean(), score: z.string(), maxScore: z.string() }),
        ),
      })
      .nullable(),
    adminMfa: z.strictObject({
      ...covered,
      misses: z.array(z.strictObject({ customer: id('cus'), admins: z.int().positive() })),
    }),
    budgets: z.strictObject({ ...covered, misses: z.array(z.strictObject({ customer: id('cus') })) }),
    /** Customers whose access was not read within two days, and who count nowhere above. */
    unread: z.array(z.strictObject({ customer: id('cus'), readAt: instant.nullable() })),
    /** Microsoft's alerts that were answered in the last year. */
    answers: z.strictObject({
      answered: z.int().nonnegative(),
      averageMinutes: z.int().nonnegative().nullable(),
      withinDay: z.boolean().nullable(),
    }),
  })
  .meta({ id: 'SecurityStanding' });
