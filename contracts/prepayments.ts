import { z } from 'zod';
import { page } from './lists.ts';
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
    checkoutUrl: z.string().nullable().meta({
      description:
        'Page of the gateway on which it is paid; the gateway takes it down after some time, a new one can be made.',
    }),
    bankReference: z.string().meta({ description: 'What the customer writes in the title of the transfer.' }),
  })
  .meta({ id: 'Prepayment' });

export const prepaymentPage = page(prepayment);

export const newCheckout = z.strictObject({}).meta({ id: 'NewCheckout' });
