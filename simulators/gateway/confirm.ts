import type Stripe from 'stripe';
import { emit } from './emit.ts';
import { refused, StripeFailure } from './failure.ts';
import { type Gateway, idOf, type StoredPaymentMethod } from './gateway.ts';
import { recordCharge } from './resources/charges.ts';
import { openDispute } from './resources/disputes.ts';
import { owned } from './resources/payment-methods.ts';
import type { CardOutcome } from './test-cards.ts';

const CONFIRMABLE = ['requires_payment_method', 'requires_confirmation', 'requires_action'];

/**
 * Tries to take the money of a PaymentIntent.
 * @param offSession no person is present who could answer a question of the bank
 * @returns the intent: `succeeded`, or `requires_action`
 * @throws StripeFailure card_error (402) when the card is declined; the failed charge and the changed intent stay
 */
export function confirm(
  gateway: Gateway,
  intent: Stripe.PaymentIntent,
  paymentMethodId: string | null,
  offSession: boolean,
): Stripe.PaymentIntent {
  if (!CONFIRMABLE.includes(intent.status)) {
    throw unexpectedState(intent, `You cannot confirm this PaymentIntent because it has a status of ${intent.status}.`);
  }
  if (paymentMethodId === null) {
    throw unexpectedState(intent, 'You cannot confirm this PaymentIntent because it is missing a payment method.');
  }
  const method = owned(gateway, paymentMethodId);
  const holder = idOf(method.object.customer);
  if (holder !== null && holder !== idOf(intent.customer)) {
    throw refused(
      undefined,
      'The provided PaymentMethod belongs to another customer, or this PaymentIntent has none.',
      'payment_method',
    );
  }
  if (method.outcome.kind === 'authenticationRequired') {
    if (offSession) throw declinedWith(gateway, intent, method, AUTHENTICATION_REQUIRED);
    return requireAction(gateway, intent, method);
  }
  if (method.outcome.kind === 'declined') throw declinedWith(gateway, intent, method, method.outcome);
  return succeed(gateway, intent, method);
}

const AUTHENTICATION_REQUIRED = {
  kind: 'declined',
  code: 'authentication_required',
  declineCode: 'authentication_required',
  message: 'Your card was declined. This transaction requires authentication.',
} as const satisfies CardOutcome;

/** Takes the money, whatever the card would say: the outcome was decided elsewhere. */
function succeed(gateway: Gateway, intent: Stripe.PaymentIntent, method: StoredPaymentMethod): Stripe.PaymentIntent {
  const charge = recordCharge(gateway, intent, method.object, method.outcome, 'succeeded');
  const paid = save(gateway, {
    ...intent,
    status: 'succeeded',
    amount_received: intent.amount,
    latest_charge: charge.id,
    payment_method: method.object.id,
    last_payment_error: null,
    next_action: null,
    processing: null,
  });
  emit(gateway, 'payment_intent.succeeded', paid);
  keepForLater(gateway, paid, method);
  if (method.outcome.kind === 'disputed') openDispute(gateway, charge, method.outcome.reason, charge.amount);
  return paid;
}

/** The money is on its way and counts only when it has arrived (bank debits and transfers). */
export function beginProcessing(
  gateway: Gateway,
  intent: Stripe.PaymentIntent,
  method: StoredPaymentMethod,
): Stripe.PaymentIntent {
  const charge = recordCharge(gateway, intent, method.object, method.outcome, 'pending');
  const pending = save(gateway, {
    ...intent,
    status: 'processing',
    latest_charge: charge.id,
    payment_method: method.object.id,
  });
  emit(gateway, 'payment_intent.processing', pending);
  return pending;
}

/** Ends `processing`: the pending charge succeeds or fails. */
export function endProcessing(gateway: Gateway, intent: Stripe.PaymentIntent, arrived: boolean): Stripe.PaymentIntent {
  const charge = gateway.charges.get(idOf(intent.latest_charge) ?? '');
  if (charge === undefined) throw new Error(`${intent.id} is processing without a charge`);
  const status = arrived ? 'succeeded' : 'failed';
  const settled: Stripe.Charge = {
    ...charge,
    status,
    paid: arrived,
    captured: arrived,
    amount_captured: arrived ? charge.amount : 0,
    failure_code: arrived ? null : 'payment_failed',
    failure_message: arrived ? null : 'The bank returned the payment.',
  };
  gateway.charges.put(settled.id, intent.id, settled);
  emit(gateway, `charge.${status}`, settled);
  const ended = save(gateway, {
    ...intent,
    status: arrived ? 'succeeded' : 'requires_payment_method',
    amount_received: arrived ? intent.amount : 0,
    ...(arrived ? {} : { payment_method: null }),
  });
  emit(gateway, arrived ? 'payment_intent.succeeded' : 'payment_intent.payment_failed', ended);
  return ended;
}

/** `setup_future_usage`: the payment method becomes the customer's. */
function keepForLater(gateway: Gateway, intent: Stripe.PaymentIntent, method: StoredPaymentMethod): void {
  const customer = idOf(intent.customer);
  if (intent.setup_future_usage === null || customer === null || method.object.customer !== null) return;
  const attached = { ...method.object, customer };
  gateway.paymentMethods.put(attached.id, customer, { ...method, object: attached });
  emit(gateway, 'payment_method.attached', attached);
}

function requireAction(
  gateway: Gateway,
  intent: Stripe.PaymentIntent,
  method: StoredPaymentMethod,
): Stripe.PaymentIntent {
  const waiting = save(gateway, {
    ...intent,
    status: 'requires_action',
    payment_method: method.object.id,
    next_action: { type: 'use_stripe_sdk' },
  });
  emit(gateway, 'payment_intent.requires_action', waiting);
  return waiting;
}

/** Records the refusal and words it as Stripe does: 402 with the intent inside. */
function declinedWith(
  gateway: Gateway,
  intent: Stripe.PaymentIntent,
  method: StoredPaymentMethod,
  outcome: Extract<CardOutcome, { kind: 'declined' }>,
): StripeFailure {
  const charge = recordCharge(gateway, intent, method.object, outcome, 'failed');
  const error = {
    type: 'card_error',
    code: outcome.code,
    decline_code: outcome.declineCode,
    message: outcome.message,
    charge: charge.id,
  } as const;
  const failed = save(gateway, {
    ...intent,
    status: 'requires_payment_method',
    latest_charge: charge.id,
    payment_method: null,
    last_payment_error: { ...error, payment_method: method.object },
  });
  emit(gateway, 'payment_intent.payment_failed', failed);
  return new StripeFailure(402, { ...error, payment_intent: failed, payment_method: method.object });
}

export function unexpectedState(intent: Stripe.PaymentIntent, message: string): StripeFailure {
  return new StripeFailure(400, {
    type: 'invalid_request_error',
    code: 'payment_intent_unexpected_state',
    message,
    payment_intent: intent,
  });
}

export function save(gateway: Gateway, intent: Stripe.PaymentIntent): Stripe.PaymentIntent {
  gateway.paymentIntents.put(intent.id, idOf(intent.customer) ?? '', intent);
  return intent;
}
