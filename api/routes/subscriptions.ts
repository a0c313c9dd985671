import {
  newOrder,
  newSubscription,
  quantityChange,
  subscriptionPage,
  subscriptionRetry,
} from '../../contracts/subscriptions.ts';
import type { Db } from '../../db/database.ts';
import { customerOfSubscription } from '../../db/subscriptions.ts';
import { Refusal } from '../../domain/errors.ts';
import { customerWrite } from '../customer-write.ts';
import { keepNote } from '../notes.ts';
import { placeOrder } from '../orders/place-order.ts';
import { requirePartnerSells } from '../partner/require-partner-sells.ts';
import { read, readResource } from '../read.ts';
import { customerBy, customerResource } from '../resources/customer.ts';
import { orderResource } from '../resources/order.ts';
import { subscriptionResource, subscriptionsOf } from '../resources/subscription.ts';
import type { Route } from '../route.ts';
import { write, type WriteContext } from '../write.ts';

const tag = 'subscriptions';
const path = '/v1/customers/:customer/subscriptions';

export const subscriptionRoutes: readonly Route[] = [
  read({
    id: 'listSubscriptions',
    path,
    tag,
    summary: 'What the customer has at Microsoft: wanted, actual, and what a restart did not bring back',
    answer: subscriptionPage,
    async load({ db, now }, { params }) {
      const customer = await customerBy(db, params['customer'] ?? '');
      return { items: [...(await subscriptionsOf(db, customer, now()))], nextCursor: null };
    },
  }),
  customerWrite({
    id: 'orderSubscription',
    method: 'POST',
    path,
    tag,
    summary: 'Order through Partner Center; only an active customer may',
    status: 201,
    idempotencyKey: 'required',
    body: newSubscription,
    because: 'order',
    on: customerResource,
    shows: subscriptionResource,
    async change(change, _context, { offer, quantity }) {
      await requirePartnerSells(change);
      const subscription = change.newId('sub');
      // Whether a second person is needed is the life's to say; if so, this is the approval's id.
      change.command('subscription.order', { subscription, offer, quantity, approval: change.newId('apr') });
      return subscription;
    },
  }),
  readResource({
    id: 'getOrder',
    path: '/v1/orders/:order',
    tag,
    summary: 'An order of several lines, and what became of each',
    resource: orderResource,
  }),
  write({
    id: 'placeOrder',
    method: 'POST',
    path: '/v1/customers/:customer/orders',
    tag,
    summary: 'Order several lines through one cart; Microsoft says at once which of them it would refuse, and why',
    status: 201,
    idempotencyKey: 'required',
    body: newOrder,
    shows: orderResource,
    commit: placeOrder,
  }),
  customerWrite({
    id: 'changeQuantity',
    method: 'POST',
    path: '/v1/subscriptions/:subscription/quantity',
    tag,
    summary:
      'Change the number of seats: more as with an order, by a second person where that needs one; fewer while Microsoft takes them back',
    status: 200,
    idempotencyKey: 'required',
    body: quantityChange,
    because: 'quantity',
    on: subscriptionResource,
    shows: subscriptionResource,
    customer: ownerOf,
    async change(change, { params }, { quantity }) {
      const subscription = params['subscription'] ?? '';
      const known = change.account.subscriptions.get(subscription);
      if (known !== undefined && quantity > known.quantity) await requirePartnerSells(change);
      change.command('subscription.setQuantity', { subscription, quantity, approval: change.newId('apr') });
      return subscription;
    },
  }),
  customerWrite({
    id: 'retrySubscription',
    method: 'POST',
    path: '/v1/subscriptions/:subscription/retry',
    tag,
    summary: 'Try again what Microsoft has refused',
    status: 200,
    idempotencyKey: 'required',
    body: subscriptionRetry,
    because: 'retry',
    on: subscriptionResource,
    shows: subscriptionResource,
    customer: ownerOf,
    change(change, { params, actor }, { reason }, { now }) {
      const subscription = params['subscription'] ?? '';
      const command = change.command('subscription.retry', { subscription });
      keepNote(change, { subject: command, kind: 'reason', text: reason, actor: actor.name, wallNow: now() });
      return subscription;
    },
  }),
];

/** @throws Refusal `not_found` */
async function ownerOf(db: Db, { params }: WriteContext): Promise<string> {
  const owner = await customerOfSubscription(db, params['subscription'] ?? '');
  if (owner === undefined) throw new Refusal('not_found', `there is no subscription ${params['subscription']}`);
  return owner;
}
