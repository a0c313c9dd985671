import type Stripe from 'stripe';
import { z } from 'zod';
import { param } from '../../kit/router.ts';
import { emit } from '../emit.ts';
import { noSuch, refused } from '../failure.ts';
import { form, listing, readForm } from '../form.ts';
import { type Gateway, idOf, newId, secondsFor } from '../gateway.ts';
import type { GatewayRoute } from '../gateway-call.ts';
import { page } from '../list.ts';
import { chargeOf } from './charges.ts';
import { mergedMetadata } from './customers.ts';
import { intentOf } from './payment-intents.ts';

const createParams = z.strictObject({
  payment_intent: form.text.optional(),
  charge: form.text.optional(),
  amount: form.integer.optional(),
  reason: z.enum(['duplicate', 'fraudulent', 'requested_by_customer']).optional(),
  metadata: form.metadata.optional(),
  expand: form.expand.optional(),
});

export const refundRoutes: readonly GatewayRoute[] = [
  {
    method: 'POST',
    pattern: '/v1/refunds',
    handle: ({ gateway, form: given }) => {
      const wanted = readForm(createParams, given);
      const charge = refundable(gateway, wanted);
      const left = charge.amount - charge.amount_refunded;
      const amount = wanted.amount ?? left;
      if (left === 0) throw refused('charge_already_refunded', `Charge ${charge.id} has already been refunded.`);
      if (charge.disputed) throw refused('charge_disputed', `Charge ${charge.id} is disputed and cannot be refunded.`);
      if (amount < 1)
        throw refused('parameter_invalid_integer', 'This value must be greater than or equal to 1.', 'amount');
      if (amount > left)
        throw refused(
          undefined,
          `Refund amount (${amount}) is greater than unrefunded amount on charge (${left}).`,
          'amount',
        );
      return refund(gateway, charge, amount, wanted);
    },
  },
  {
    method: 'GET',
    pattern: '/v1/refunds',
    handle: ({ gateway, form: given }) => {
      const wanted = readForm(
        z.strictObject({ ...listing, charge: form.text.optional(), payment_intent: form.text.optional() }),
        given,
      );
      const found = gateway.refunds
        .all()
        .filter((one) => wanted.charge === undefined || idOf(one.charge) === wanted.charge)
        .filter((one) => wanted.payment_intent === undefined || idOf(one.payment_intent) === wanted.payment_intent);
      return page('/v1/refunds', found, wanted);
    },
  },
  {
    method: 'GET',
    pattern: '/v1/refunds/{id}',
    handle: ({ gateway, params }) => {
      const id = param(params, 'id');
      const found = gateway.refunds.get(id);
      if (found === undefined) throw noSuch('refund', id);
      return found;
    },
  },
];

function refundable(gateway: Gateway, wanted: z.infer<typeof createParams>): Stripe.Charge {
  if (wanted.charge !== undefined) return chargeOf(gateway, wanted.charge, 'charge');
  if (wanted.payment_intent === undefined)
    throw refused('parameter_missing', 'One of charge or payment_intent must be given.');
  const intent = intentOf(gateway, wanted.payment_intent, 'payment_intent');
  if (intent.status !== 'succeeded')
    throw refused(undefined, `This PaymentIntent (${intent.id}) does not have a successful charge to refund.`);
  return chargeOf(gateway, idOf(intent.latest_charge) ?? '', 'charge');
}

function refund(
  gateway: Gateway,
  charge: Stripe.Charge,
  amount: number,
  wanted: z.infer<typeof createParams>,
): Stripe.Refund {
  const made: Stripe.Refund = {
    id: newId('re'),
    object: 'refund',
    amount,
    balance_transaction: null,
    charge: charge.id,
    created: secondsFor(gateway, charge),
    currency: charge.currency,
    customer: idOf(charge.customer),
    customer_account: null,
    metadata: mergedMetadata({}, wanted.metadata),
    payment_intent: idOf(charge.payment_intent),
    payment_method: charge.payment_method,
    reason: wanted.reason ?? null,
    receipt_number: null,
    source_transfer_reversal: null,
    status: 'succeeded',
    transfer_reversal: null,
  };
  gateway.refunds.put(made.id, charge.id, made);
  const refunded = charge.amount_refunded + amount;
  const changed = { ...charge, amount_refunded: refunded, refunded: refunded === charge.amount };
  gateway.charges.put(charge.id, idOf(charge.payment_intent) ?? '', changed);
  emit(gateway, 'refund.created', made, charge);
  emit(gateway, 'charge.refunded', changed);
  return made;
}
