import { z } from 'zod';
import { id, instant } from './values.ts';
import { money, positiveMoney } from './wire-money.ts';

export const newPrepayment = z.strictObject({ amount: positiveMoney }).meta({ id: 'NewPrepayment' });

/** Money asked for before it is spent. Only settled money counts. */
export const prepayment = z
  .strictObject({
    id: id('prp'),
    amount: money,
    settled: money,
    state: z.enum(['requested', 'partlyPaid', 'settled']),
    purpose: z.enum(['onboarding', 'topUp']),
    requestedAt: instant,
    checkoutUrl: z.string().nullable(),
    bankReference: z.string(),
  })
  .meta({ id: 'Prepayment' });
