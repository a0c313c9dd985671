import type Stripe from 'stripe';
import { beginProcessing, confirm, endProcessing } from './confirm.ts';
import { emit } from './emit.ts';
import { refused } from './failure.ts';
import { type Gateway, idOf, secondsFor } from './gateway.ts';
import { createIntent, intentOf } from './resources/payment-intents.ts';
import { owned } from './resources/payment-methods.ts';

/** The session as it is now: an open one whose time has passed is expired. */
export function refreshed(gateway: Gateway, session: Stripe.Checkout.Session): Stripe.Checkout.Session {
  return session.status === 'open' && secondsFor(gateway, session) >= session.expires_at
    ? expireSession(gateway, session)
    : session;
}

export function expireSession(gateway: Gateway, session: Stripe.Checkout.Session): Stripe.Checkout.Session {
  const expired = put(gateway, { ...session, status: 'expired' });
  emit(gateway, 'checkout.session.expired', shown(gateway, expired));
  return expired;
}

/**
 * What happens when the customer presses Pay. A declined card leaves the session open, as at Stripe.
 * @param delayed the money arrives later (a bank transfer or debit): the session is complete and unpaid until `settleSession`
 * @throws StripeFailure when the session is not open, or the card is declined
 */
export function paySession(
  gateway: Gateway,
  session: Stripe.Checkout.Session,
  paymentMethod: string,
  delayed: boolean,
): Stripe.Checkout.Session {
  if (session.status !== 'open') throw refused(undefined, `This session is ${session.status} and takes no payment.`);
  const data = gateway.intentData.get(session.id) ?? {};
  const customer = idOf(session.customer);
  const intent = createIntent(gateway, {
    amount: session.amount_total ?? 0,
    currency: session.currency ?? '',
    allowed_payment_method_types: session.payment_method_types,
    ...data,
    ...(customer === null ? {} : { customer }),
  });
  const method = owned(gateway, paymentMethod);
  const paid = delayed ? beginProcessing(gateway, intent, method) : confirm(gateway, intent, method.object.id, true);
  const complete = put(gateway, {
    ...session,
    status: 'complete',
    payment_status: paid.status === 'succeeded' ? 'paid' : 'unpaid',
    payment_intent: paid.id,
    customer_details: {
      address: null,
      business_name: null,
      email: session.customer_email ?? (customer === null ? null : (gateway.customers.get(customer)?.email ?? null)),
      individual_name: null,
      name: null,
      phone: null,
      tax_exempt: 'none',
      tax_ids: [],
    },
  });
  emit(gateway, 'checkout.session.completed', shown(gateway, complete));
  return complete;
}

/** The delayed money of a completed session arrives, or comes back. */
export function settleSession(
  gateway: Gateway,
  session: Stripe.Checkout.Session,
  arrived: boolean,
): Stripe.Checkout.Session {
  const intent = intentOf(gateway, idOf(session.payment_intent) ?? '');
  if (intent.status !== 'processing')
    throw refused(undefined, `No money is on its way for this session; its intent is ${intent.status}.`);
  endProcessing(gateway, intent, arrived);
  const settled = put(gateway, { ...session, payment_status: arrived ? 'paid' : 'unpaid' });
  emit(
    gateway,
    arrived ? 'checkout.session.async_payment_succeeded' : 'checkout.session.async_payment_failed',
    shown(gateway, settled),
  );
  return settled;
}

/** Stored by status, so that the open ones are found when time passes. */
export function put(gateway: Gateway, session: Stripe.Checkout.Session): Stripe.Checkout.Session {
  gateway.sessions.put(session.id, session.status ?? '', session);
  return session;
}

/** As the API shows it: line items only on their own route, and the address at which the simulator answers today. */
export function shown(
  gateway: Gateway,
  { line_items: _items, ...session }: Stripe.Checkout.Session,
): Stripe.Checkout.Session {
  return { ...session, url: session.status === 'open' ? `${gateway.address.url}/c/pay/${session.id}` : null };
}
