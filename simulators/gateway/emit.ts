import type Stripe from 'stripe';
import { API_VERSION, type Gateway, newId, secondsFor } from './gateway.ts';
import type { GatewayEvent } from './gateway-event.ts';

type Subject =
  | Stripe.Customer
  | Stripe.PaymentIntent
  | Stripe.Charge
  | Stripe.Checkout.Session
  | Stripe.Refund
  | Stripe.Dispute
  | Stripe.PaymentMethod;

/** Records an event with a copy of the object as it is now, and hands it to the webhook. Runs in the transaction of the change. */
export function emit(
  gateway: Gateway,
  type: string,
  object: Subject,
  about: Parameters<typeof secondsFor>[1] = object,
): void {
  const event: GatewayEvent = {
    id: newId('evt'),
    object: 'event',
    api_version: API_VERSION,
    created: secondsFor(gateway, about),
    data: { object },
    livemode: false,
    pending_webhooks: 1,
    request: { id: null, idempotency_key: null },
    type,
  };
  gateway.events.put(event.id, '', event);
  gateway.onEvent.deliver(event);
}
