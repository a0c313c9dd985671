import { newMatch, unmatchedPage, unmatchedQuery } from '../../contracts/payments.ts';
import { listUnmatchedPayments } from '../../db/lists/payments.ts';
import { match } from '../money/match.ts';
import { read } from '../read.ts';
import { customerBy } from '../resources/customer.ts';
import { paymentResource, unmatchedView } from '../resources/payment.ts';
import type { Route } from '../route.ts';
import { write } from '../write.ts';

const tag = 'payments';

export const unmatchedPaymentRoutes: readonly Route[] = [
  read({
    id: 'listUnmatchedPayments',
    path: '/v1/unmatched-payments',
    tag,
    summary: 'Money without an owner, the oldest first, with the customers whose it may be',
    query: unmatchedQuery,
    answer: unmatchedPage,
    async load({ db }, { query }) {
      const customer = query.customer === undefined ? undefined : (await customerBy(db, query.customer)).id;
      const { items, nextCursor } = await listUnmatchedPayments(db, { customer }, query);
      return { items: items.map(unmatchedView), nextCursor };
    },
  }),
  write({
    id: 'matchPayment',
    method: 'POST',
    path: '/v1/unmatched-payments/:payment/match',
    tag,
    summary: 'Say whose money it is',
    status: 200,
    idempotencyKey: 'required',
    body: newMatch,
    shows: paymentResource,
    commit: match,
  }),
];
