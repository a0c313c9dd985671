import { z } from 'zod';
import { riskTier } from './kyc-words.ts';
import { flag, page, paging } from './lists.ts';
import { day, id, reference } from './values.ts';
import { currency, money } from './wire-money.ts';

export const ageingQuery = z.strictObject({
  asOf: day.optional().meta({ description: 'Default: today.' }),
  currency: currency.optional(),
  customer: reference('cus').optional(),
});

/** Open receivables by days after the effective due day, with all that is known now. */
export const ageing = z
  .strictObject({
    asOf: day,
    buckets: z.array(z.strictObject({ name: z.enum(['current', '1-30', '31-60', '61-90', '90+']), amount: money })),
    total: money,
  })
  .meta({ id: 'Ageing' });

const testClocks = flag
  .optional()
  .meta({ description: 'Also customers on test clocks, who are left out of sums otherwise.' });

/** The exposure by the credit limit that was agreed: nothing to lose, within it, beyond it, none agreed. */
export const exposureCover = z.enum(['covered', 'withinLimit', 'overLimit', 'noLimit']);

export const exposureQuery = z.strictObject({
  by: z.enum(['customer', 'tier', 'cover']).default('customer'),
  currency: currency.optional(),
  testClocks,
  ...paging,
});

/** open + unbilled − prepaid − unapplied. */
const parts = { open: money, unbilled: money, prepaid: money, unapplied: money, exposure: money };

/** What the partner would lose if a customer never paid again, per customer, per risk tier or per cover, and in sum. */
export const exposure = page(
  z.strictObject({
    customer: id('cus').nullable(),
    tier: riskTier.nullable(),
    cover: exposureCover.nullable(),
    customers: z.int(),
    ...parts,
  }),
)
  .extend({ totals: z.array(z.strictObject({ currency: z.string(), ...parts })) })
  .meta({ id: 'Exposure' });

export const trialBalanceQuery = z.strictObject({ asOf: day.optional(), testClocks });

/** Debits less credits per account; sums to zero per currency. */
export const trialBalance = z
  .strictObject({
    asOf: day,
    currencies: z.array(
      z.strictObject({
        currency: z.string(),
        accounts: z.array(z.strictObject({ account: z.string(), debit: money, credit: money, balance: money })),
        total: money,
      }),
    ),
  })
  .meta({ id: 'TrialBalance' });
