import type Stripe from 'stripe';
import { z } from 'zod';
import { param } from '../../kit/router.ts';
import { emit } from '../emit.ts';
import { noSuch } from '../failure.ts';
import { form, listing, readForm } from '../form.ts';
import { type Gateway, idOf, newId, secondsFor } from '../gateway.ts';
import type { GatewayRoute } from '../gateway-call.ts';
import { page } from '../list.ts';

export const disputeRoutes: readonly GatewayRoute[] = [
  {
    method: 'GET',
    pattern: '/v1/disputes',
    handle: ({ gateway, form: given }) => {
      const wanted = readForm(
        z.strictObject({ ...listing, charge: form.text.optional(), payment_intent: form.text.optional() }),
        given,
      );
      const found = gateway.disputes
        .all()
        .filter((one) => wanted.charge === undefined || idOf(one.charge) === wanted.charge)
        .filter((one) => wanted.payment_intent === undefined || idOf(one.payment_intent) === wanted.payment_intent);
      return page('/v1/disputes', found, wanted);
    },
  },
  {
    method: 'GET',
    pattern: '/v1/disputes/{id}',
    handle: ({ gateway, params }) => disputeOf(gateway, param(params, 'id')),
  },
  {
    // Accepting the loss.
    method: 'POST',
    pattern: '/v1/disputes/{id}/close',
    handle: ({ gateway, params }) => closeDispute(gateway, disputeOf(gateway, param(params, 'id')), 'lost'),
  },
];

/** @throws StripeFailure resource_missing */
export function disputeOf(gateway: Gateway, id: string): Stripe.Dispute {
  const dispute = gateway.disputes.get(id);
  if (dispute === undefined) throw noSuch('dispute', id, 'dispute');
  return dispute;
}

const DAYS_TO_ANSWER_S = 7 * 86_400;

/** The cardholder takes the money back: `charge.dispute.created`, and the amount leaves the balance at once. */
export function openDispute(gateway: Gateway, charge: Stripe.Charge, reason: string, amount: number): Stripe.Dispute {
  const created = secondsFor(gateway, charge);
  const dispute: Stripe.Dispute = {
    id: newId('du'),
    object: 'dispute',
    amount,
    balance_transactions: [],
    charge: charge.id,
    created,
    currency: charge.currency,
    enhanced_eligibility_types: [],
    evidence: NO_EVIDENCE,
    evidence_details: {
      due_by: created + DAYS_TO_ANSWER_S,
      enhanced_eligibility: {},
      has_evidence: false,
      past_due: false,
      submission_count: 0,
      submission_method: 'not_submitted',
    },
    intended_submission_method: null,
    is_charge_refundable: false,
    livemode: false,
    metadata: {},
    payment_intent: idOf(charge.payment_intent),
    reason,
    status: 'needs_response',
  };
  gateway.disputes.put(dispute.id, charge.id, dispute);
  gateway.charges.put(charge.id, idOf(charge.payment_intent) ?? '', { ...charge, disputed: true });
  emit(gateway, 'charge.dispute.created', dispute, charge);
  emit(gateway, 'charge.dispute.funds_withdrawn', dispute, charge);
  return dispute;
}

/** Ends a dispute; a won one brings the money back. */
export function closeDispute(gateway: Gateway, dispute: Stripe.Dispute, outcome: 'won' | 'lost'): Stripe.Dispute {
  const charge = gateway.charges.get(idOf(dispute.charge) ?? '');
  const closed: Stripe.Dispute = { ...dispute, status: outcome };
  gateway.disputes.put(closed.id, idOf(closed.charge) ?? '', closed);
  emit(gateway, 'charge.dispute.closed', closed, charge);
  if (outcome === 'won') emit(gateway, 'charge.dispute.funds_reinstated', closed, charge);
  return closed;
}

const NO_EVIDENCE: Stripe.Dispute.Evidence = {
  access_activity_log: null,
  billing_address: null,
  cancellation_policy: null,
  cancellation_policy_disclosure: null,
  cancellation_rebuttal: null,
  customer_communication: null,
  customer_email_address: null,
  customer_name: null,
  customer_purchase_ip: null,
  customer_signature: null,
  duplicate_charge_documentation: null,
  duplicate_charge_explanation: null,
  duplicate_charge_id: null,
  enhanced_evidence: {},
  product_description: null,
  receipt: null,
  refund_policy: null,
  refund_policy_disclosure: null,
  refund_refusal_explanation: null,
  service_date: null,
  service_documentation: null,
  shipping_address: null,
  shipping_carrier: null,
  shipping_date: null,
  shipping_documentation: null,
  shipping_tracking_number: null,
  uncategorized_file: null,
  uncategorized_text: null,
};
