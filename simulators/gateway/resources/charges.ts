import type Stripe from 'stripe';
import { z } from 'zod';
import { param } from '../../kit/router.ts';
import { emit } from '../emit.ts';
import { noSuch } from '../failure.ts';
import { form, listing, readForm } from '../form.ts';
import { type Gateway, idOf, newId, secondsFor } from '../gateway.ts';
import type { GatewayRoute } from '../gateway-call.ts';
import { page } from '../list.ts';
import type { CardOutcome } from '../test-cards.ts';

export const chargeRoutes: readonly GatewayRoute[] = [
  {
    method: 'GET',
    pattern: '/v1/charges',
    handle: ({ gateway, form: given }) => {
      const wanted = readForm(
        z.strictObject({ ...listing, payment_intent: form.text.optional(), customer: form.text.optional() }),
        given,
      );
      const all =
        wanted.payment_intent === undefined ? gateway.charges.all() : gateway.charges.ownedBy(wanted.payment_intent);
      return page(
        '/v1/charges',
        all.filter((one) => wanted.customer === undefined || idOf(one.customer) === wanted.customer),
        wanted,
      );
    },
  },
  {
    method: 'GET',
    pattern: '/v1/charges/{id}',
    handle: ({ gateway, params }) => chargeOf(gateway, param(params, 'id')),
  },
];

/** @throws StripeFailure resource_missing */
export function chargeOf(gateway: Gateway, id: string, name = 'id'): Stripe.Charge {
  const charge = gateway.charges.get(id);
  if (charge === undefined) throw noSuch('charge', id, name);
  return charge;
}

/** Stores one attempt to take money and tells of it: `charge.succeeded`, `charge.pending` or `charge.failed`. */
export function recordCharge(
  gateway: Gateway,
  intent: Stripe.PaymentIntent,
  paymentMethod: Stripe.PaymentMethod,
  outcome: CardOutcome,
  status: 'succeeded' | 'pending' | 'failed',
): Stripe.Charge {
  const failure = outcome.kind === 'declined' && status === 'failed' ? outcome : undefined;
  const charge: Stripe.Charge = {
    id: newId('ch'),
    object: 'charge',
    amount: intent.amount,
    amount_captured: status === 'succeeded' ? intent.amount : 0,
    amount_refunded: 0,
    application: null,
    application_fee: null,
    application_fee_amount: null,
    balance_transaction: null,
    billing_details: paymentMethod.billing_details,
    calculated_statement_descriptor: intent.statement_descriptor,
    captured: status === 'succeeded',
    created: secondsFor(gateway, intent),
    currency: intent.currency,
    customer: intent.customer,
    description: intent.description,
    disputed: false,
    failure_balance_transaction: null,
    failure_code: failure?.code ?? null,
    failure_message: failure?.message ?? null,
    fraud_details: {},
    livemode: false,
    metadata: intent.metadata,
    on_behalf_of: null,
    outcome: {
      advice_code: null,
      network_advice_code: null,
      network_decline_code: null,
      network_status: failure === undefined ? 'approved_by_network' : 'declined_by_network',
      reason: failure?.declineCode ?? null,
      risk_level: 'normal',
      seller_message: failure === undefined ? 'Payment complete.' : 'The bank declined the payment.',
      type: failure === undefined ? 'authorized' : 'issuer_declined',
    },
    paid: status !== 'failed',
    payment_intent: intent.id,
    payment_method: paymentMethod.id,
    payment_method_details: cardDetails(paymentMethod, intent.amount),
    receipt_email: intent.receipt_email,
    receipt_number: null,
    receipt_url: null,
    refunded: false,
    review: null,
    shipping: null,
    source: null,
    source_transfer: null,
    statement_descriptor: intent.statement_descriptor,
    statement_descriptor_suffix: null,
    status,
    transfer_data: null,
    transfer_group: null,
  };
  gateway.charges.put(charge.id, intent.id, charge);
  emit(gateway, `charge.${status}`, charge);
  return charge;
}

function cardDetails({ card }: Stripe.PaymentMethod, amount: number): Stripe.Charge.PaymentMethodDetails {
  if (card === undefined) return { type: 'card' };
  return {
    type: 'card',
    card: {
      amount_authorized: amount,
      authorization_code: null,
      brand: card.brand,
      checks: card.checks,
      country: card.country,
      electronic_commerce_indicator: null,
      exp_month: card.exp_month,
      exp_year: card.exp_year,
      fingerprint: card.fingerprint ?? null,
      funding: card.funding,
      installments: null,
      last4: card.last4,
      mandate: null,
      network: card.brand,
      network_transaction_id: null,
      regulated_status: card.regulated_status,
      three_d_secure: null,
      transaction_link_id: null,
      wallet: null,
    },
  };
}
