import { newPayment, newReversal, paymentPage, paymentQuery } from '../../contracts/payments.ts';
import { listPayments } from '../../db/lists/payments.ts';
import { moneyRequestOf } from '../money/money-request.ts';
import { receive } from '../money/receive.ts';
import { reverse } from '../money/reverse.ts';
import { read, readResource } from '../read.ts';
import { requireMatch } from '../resource.ts';
import { customerBy } from '../resources/customer.ts';
import { paymentBy, paymentResource, paymentView } from '../resources/payment.ts';
import type { Route } from '../route.ts';
import { write } from '../write.ts';

const tag = 'payments';
const path = '/v1/payments/:payment';

export const paymentRoutes: readonly Route[] = [
  read({
    id: 'listPayments',
    path: '/v1/payments',
    tag,
    summary: 'Payments, unmatched ones included, in the order in which they became known',
    query: paymentQuery,
    answer: paymentPage,
    async load({ db }, { query }) {
      const customer = query.customer === undefined ? undefined : (await customerBy(db, query.customer)).id;
      const { items, nextCursor } = await listPayments(db, { ...query, customer }, query);
      return { items: items.map(paymentView), nextCursor };
    },
  }),
  readResource({
    id: 'getPayment',
    path,
    tag,
    summary: 'A payment, and where its money lies now',
    resource: paymentResource,
  }),
  write({
    id: 'postPayment',
    method: 'POST',
    path: '/v1/payments',
    tag,
    summary: 'Post money that came; without a customer, the payer is looked for in its title',
    status: 201,
    idempotencyKey: 'required',
    body: newPayment,
    shows: paymentResource,
    commit: receive,
  }),
  write({
    id: 'reversePayment',
    method: 'POST',
    path: `${path}/reversal`,
    tag,
    summary: 'The money went back, or never came: the debt is open again',
    status: 200,
    idempotencyKey: 'required',
    body: newReversal,
    shows: paymentResource,
    async commit(deps, context, reversal) {
      const payment = await paymentBy(deps.db, context.params['payment'] ?? '');
      if (payment.customerId !== null) context.about(payment.customerId);
      const request = moneyRequestOf(deps, context);
      const load = (db: typeof deps.db) => paymentResource.load(db, payment.id, request.wallNow);
      const before = (trx: typeof deps.db) => requireMatch(paymentResource, context.ifMatch, () => load(trx));
      return await reverse(deps.db, { ...request, before }, payment, reversal);
    },
  }),
];
