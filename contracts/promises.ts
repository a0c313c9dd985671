import { z } from 'zod';
import { page, paging } from './lists.ts';
import { day, id, instant, reference } from './values.ts';
import { money, positiveMoney } from './wire-money.ts';

const promised = { amount: positiveMoney, dueOn: day };

/** A promise to pay by a day in the customer's time zone; the policy bounds how far ahead. */
export const newPromise = z.strictObject(promised).meta({ id: 'NewPromise' });

export const newPaymentPlan = z
  .strictObject({ instalments: z.array(z.strictObject(promised)).min(1).max(60) })
  .meta({ id: 'NewPaymentPlan' });

/** On record. */
const recordedState = z.enum(['open', 'kept', 'partlyKept', 'broken']);
/** `pending` while its command waits for the life, `refused` when it was turned down: then it is on no list. */
export const promiseState = z.enum([...recordedState.options, 'pending', 'refused']);

/** `kept` counts payments since the promise was made; it is broken when the policy's tolerance has passed. */
export const promise = z
  .strictObject({
    id: id('prm'),
    customer: id('cus'),
    plan: id('pln').nullable(),
    amount: money,
    paid: money,
    dueOn: day,
    state: promiseState,
    madeAt: instant.nullable(),
  })
  .meta({ id: 'Promise' });

export const paymentPlan = z
  .strictObject({ id: id('pln'), customer: id('cus'), instalments: z.array(promise) })
  .meta({ id: 'PaymentPlan' });

export const promiseQuery = z.strictObject({
  customer: reference('cus').optional(),
  state: recordedState.optional(),
  ...paging,
});

export const promisePage = page(promise);
