import { newSubscription, subscriptionPage, subscriptionRetry } from '../../contracts/subscriptions.ts';
import { customerOfSubscription } from '../../db/subscriptions.ts';
import { Refusal } from '../../domain/errors.ts';
import { customerWrite } from '../customer-write.ts';
import { keepNote } from '../notes.ts';
import { requirePartnerSells } from '../partner/require-partner-sells.ts';
import { read } from '../read.ts';
import { customerBy, customerResource } from '../resources/customer.ts';
import { subscriptionResource, subscriptionsOf } from '../resources/subscription.ts';
import type { Route } from '../route.ts';

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
      change.command('subscription.order', { subscription, offer, quantity });
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
    async customer(db, { params }) {
      const owner = await customerOfSubscription(db, params['subscription'] ?? '');
      if (owner === undefined) throw new Refusal('not_found', `there is no subscription ${params['subscription']}`);
      return owner;
    },
    change(change, { params, actor }, { reason }, { now }) {
      const subscription = params['subscription'] ?? '';
      const command = change.command('subscription.retry', { subscription });
      keepNote(change, { subject: command, kind: 'reason', text: reason, actor: actor.name, wallNow: now() });
      return subscription;
    },
  }),
];
