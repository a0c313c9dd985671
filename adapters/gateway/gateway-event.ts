import { z } from 'zod';
import { GatewayError, type GatewayEvent, type GatewayEventType } from './port.ts';
import { fromStripeAmount } from './stripe-amount.ts';

/** An id, or the object it stands for. */
const reference = z
  .union([z.string(), z.object({ id: z.string() }).transform((object) => object.id)])
  .nullish()
  .transform((id) => id ?? null);
const metadata = z
  .record(z.string(), z.string())
  .nullish()
  .transform((entries) => entries ?? {});

const paymentIntent = z.object({
  id: z.string(),
  amount: z.int(),
  amount_received: z.int().nullish(),
  currency: z.string(),
  metadata,
  last_payment_error: z.object({ code: z.string().nullish(), decline_code: z.string().nullish() }).nullish(),
});
const checkoutSession = z.object({
  id: z.string(),
  payment_intent: reference,
  payment_status: z.string(),
  amount_total: z.int().nullish(),
  currency: z.string().nullish(),
  metadata,
});
const dispute = z.object({
  id: z.string(),
  payment_intent: reference,
  amount: z.int(),
  currency: z.string(),
  reason: z.string().nullish(),
  status: z.string(),
  metadata,
});
const envelope = z.object({
  id: z.string(),
  type: z.string(),
  created: z.int(),
  data: z.object({ object: z.unknown() }),
});

type Told = Omit<GatewayEvent, 'id' | 'sourceType' | 'at'>;

const nothing: Told = Object.freeze({
  type: 'other',
  paymentId: null,
  checkoutId: null,
  disputeId: null,
  amount: null,
  metadata: {},
  reason: null,
  outcome: null,
});

function ofPayment(object: unknown, type: GatewayEventType): Told {
  const intent = paymentIntent.parse(object);
  const units = type === 'payment.settled' ? (intent.amount_received ?? intent.amount) : intent.amount;
  const error = intent.last_payment_error;
  return {
    ...nothing,
    type,
    paymentId: intent.id,
    amount: fromStripeAmount(units, intent.currency),
    metadata: intent.metadata,
    reason: type === 'payment.failed' ? (error?.decline_code ?? error?.code ?? null) : null,
  };
}

function ofCheckout(object: unknown, failed: boolean): Told {
  const session = checkoutSession.parse(object);
  const { amount_total: units, currency } = session;
  // Completed but not paid: a direct debit is on its way, and another event follows.
  const type = failed ? 'payment.failed' : session.payment_status === 'paid' ? 'payment.settled' : 'other';
  return {
    ...nothing,
    type,
    paymentId: session.payment_intent,
    checkoutId: session.id,
    amount: units === undefined || units === null || !currency ? null : fromStripeAmount(units, currency),
    metadata: session.metadata,
  };
}

function ofDispute(object: unknown, type: GatewayEventType): Told {
  const claim = dispute.parse(object);
  return {
    ...nothing,
    type,
    paymentId: claim.payment_intent,
    disputeId: claim.id,
    amount: fromStripeAmount(claim.amount, claim.currency),
    metadata: claim.metadata,
    reason: claim.reason ?? null,
    // An inquiry that closes without a chargeback took nothing from us.
    outcome: type === 'dispute.closed' ? (claim.status === 'lost' ? 'lost' : 'won') : null,
  };
}

function told(type: string, object: unknown): Told {
  switch (type) {
    case 'payment_intent.succeeded':
      return ofPayment(object, 'payment.settled');
    case 'payment_intent.payment_failed':
      return ofPayment(object, 'payment.failed');
    case 'checkout.session.completed':
    case 'checkout.session.async_payment_succeeded':
      return ofCheckout(object, false);
    case 'checkout.session.async_payment_failed':
      return ofCheckout(object, true);
    case 'charge.dispute.created':
      return ofDispute(object, 'payment.disputed');
    case 'charge.dispute.closed':
      return ofDispute(object, 'dispute.closed');
    default:
      return nothing;
  }
}

/**
 * A verified event of Stripe in this program's words. What concerns no payment of ours is `other`.
 *
 * @throws GatewayError `malformed`
 */
export function gatewayEventOf(payload: unknown): GatewayEvent {
  try {
    const { id, type, created, data } = envelope.parse(payload);
    return Object.freeze({ ...told(type, data.object), id, sourceType: type, at: created * 1000 });
  } catch (error) {
    throw error instanceof GatewayError ? error : new GatewayError('malformed', { cause: error });
  }
}
