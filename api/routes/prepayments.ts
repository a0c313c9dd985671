import { newCheckout, newPrepayment, prepaymentPage } from '../../contracts/prepayments.ts';
import { commitChange } from '../../db/commit-change.ts';
import { listPrepayments, prepaymentRequestStatement } from '../../db/lists/prepayments.ts';
import { Refusal } from '../../domain/errors.ts';
import { money } from '../../domain/money.ts';
import { bankReferenceOf } from '../../domain/payer/bank-reference.ts';
import type { ApiDeps } from '../deps.ts';
import { arrangeCheckout } from '../gateway/arrange-checkout.ts';
import { requestPrepayment } from '../gateway/request-prepayment.ts';
import { moneyRequestOf } from '../money/money-request.ts';
import type { Made } from '../outcome.ts';
import { read, readResource } from '../read.ts';
import { customerBy } from '../resources/customer.ts';
import { prepaymentBy, prepaymentResource, prepaymentView } from '../resources/prepayment.ts';
import type { Route } from '../route.ts';
import { write, type WriteContext } from '../write.ts';

const tag = 'prepayments';
const path = '/v1/customers/:customer/prepayments';

export const prepaymentRoutes: readonly Route[] = [
  read({
    id: 'listPrepayments',
    path,
    tag,
    summary: 'What was asked for before it is spent, and what of it is settled',
    answer: prepaymentPage,
    async load({ db }, { params }) {
      const { id } = await customerBy(db, params['customer'] ?? '');
      return { items: (await listPrepayments(db, id)).map(prepaymentView), nextCursor: null };
    },
  }),
  readResource({
    id: 'getPrepayment',
    path: '/v1/prepayments/:prepayment',
    tag,
    summary: 'A prepayment: how it can be paid, and what of it is settled',
    resource: prepaymentResource,
  }),
  write({
    id: 'requestPrepayment',
    method: 'POST',
    path,
    tag,
    summary: 'Ask for money; only settled money counts',
    status: 201,
    idempotencyKey: 'required',
    body: newPrepayment,
    shows: prepaymentResource,
    commit: requestPrepayment,
  }),
  write({
    id: 'renewCheckout',
    method: 'POST',
    path: '/v1/prepayments/:prepayment/checkout',
    tag,
    summary: 'A new page to pay what is missing on, where the gateway has taken down the one before',
    status: 200,
    idempotencyKey: 'required',
    body: newCheckout,
    shows: prepaymentResource,
    commit: renewCheckout,
  }),
];

/** @throws Refusal `not_found`, `conflict` when nothing is missing, `gateway_failed` */
async function renewCheckout(deps: ApiDeps, context: WriteContext): Promise<Made> {
  const {
    id: prepayment,
    customerId: customer,
    ...asked
  } = await prepaymentBy(deps.db, context.params['prepayment'] ?? '');
  context.about(customer);
  if (asked.state === 'settled') throw new Refusal('conflict', 'the prepayment is settled');
  const amount = money(asked.amount - asked.settled, asked.currency);
  const key = `${prepayment}/${context.idempotency?.key ?? ''}`;
  const checkout = await arrangeCheckout(deps.gateway, { customer, prepayment, amount }, key);
  const request = { ...moneyRequestOf(deps, context), customer, because: 'prepayment' };
  const { result, operationId } = await commitChange(deps.db, request, (change) => {
    const bankReference = asked.bankReference ?? bankReferenceOf(prepayment);
    change.write(prepaymentRequestStatement({ prepayment, customerId: customer, bankReference, ...checkout }));
    change.audit('prepayment.checkout', { prepayment, session: checkout.gatewaySession });
    return { shown: prepayment, customerId: customer };
  });
  return { ...result, operationId };
}
