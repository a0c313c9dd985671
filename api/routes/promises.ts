import type { z } from 'zod';
import { newPaymentPlan, newPromise, promisePage, promiseQuery } from '../../contracts/promises.ts';
import type { Change } from '../../db/change.ts';
import { listPromises } from '../../db/lists/claims.ts';
import { toStored } from '../../domain/money-format.ts';
import { customerWrite } from '../customer-write.ts';
import { requireCurrency } from '../posting.ts';
import { read, readResource } from '../read.ts';
import { customerBy, customerResource } from '../resources/customer.ts';
import { paymentPlanResource, promiseResource, promiseView } from '../resources/promise.ts';
import type { Route } from '../route.ts';
import type { WriteContext } from '../write.ts';

const tag = 'promises';

export const promiseRoutes: readonly Route[] = [
  read({
    id: 'listPromises',
    path: '/v1/promises',
    tag,
    summary: 'Promises to pay, the oldest first: open, kept, partly kept, broken',
    query: promiseQuery,
    answer: promisePage,
    async load({ db }, { query }) {
      const customer = query.customer && (await customerBy(db, query.customer)).id;
      const { items, nextCursor } = await listPromises(db, { customer, state: query.state }, query);
      return { items: items.map(promiseView), nextCursor };
    },
  }),
  readResource({
    id: 'getPromise',
    path: '/v1/promises/:promise',
    tag,
    summary: 'A promise to pay',
    resource: promiseResource,
  }),
  customerWrite({
    id: 'makePromise',
    method: 'POST',
    path: '/v1/customers/:customer/promises',
    tag,
    summary: 'The customer promises to pay by a day: that part leaves dunning until then',
    status: 201,
    idempotencyKey: 'optional',
    body: newPromise,
    because: 'promise',
    on: customerResource,
    shows: promiseResource,
    change: promise,
  }),
  customerWrite({
    id: 'agreePaymentPlan',
    method: 'POST',
    path: '/v1/customers/:customer/payment-plans',
    tag,
    summary: 'Agree on several payments; each is a promise',
    status: 201,
    idempotencyKey: 'optional',
    body: newPaymentPlan,
    because: 'plan',
    on: customerResource,
    shows: paymentPlanResource,
    change: agree,
  }),
  readResource({
    id: 'getPaymentPlan',
    path: '/v1/payment-plans/:plan',
    tag,
    summary: 'A payment plan with what became of each instalment',
    resource: paymentPlanResource,
  }),
];

/** @throws Refusal `currency_mismatch` */
function promise(change: Change, _context: WriteContext, { amount, dueOn }: z.output<typeof newPromise>): string {
  requireCurrency(change.account.traits.currency, amount, '/amount');
  const id = change.newId('prm');
  change.command('promise.make', { promise: id, amount: toStored(amount), dueOn });
  return id;
}

/** @throws Refusal `currency_mismatch` */
function agree(change: Change, _context: WriteContext, { instalments }: z.output<typeof newPaymentPlan>): string {
  const plan = change.newId('pln');
  const promised = instalments.map(({ amount, dueOn }, index) => {
    requireCurrency(change.account.traits.currency, amount, `/instalments/${index}/amount`);
    return { promise: change.newId('prm'), amount: toStored(amount), dueOn };
  });
  change.command('plan.agree', { plan, instalments: promised });
  return plan;
}
