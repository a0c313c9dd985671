import type Stripe from 'stripe';
import { z } from 'zod';
import { param } from '../../kit/router.ts';
import { emit } from '../emit.ts';
import { noSuch, refused } from '../failure.ts';
import { form, listing, readForm } from '../form.ts';
import { type Gateway, idOf, newId, secondsFor, type StoredPaymentMethod } from '../gateway.ts';
import type { GatewayRoute } from '../gateway-call.ts';
import { page } from '../list.ts';
import { cardOfNumber, cardOfToken, type TestCard } from '../test-cards.ts';
import { customerOf, mergedMetadata } from './customers.ts';

const billingDetails = z
  .strictObject({
    name: z.string(),
    email: z.string(),
    phone: z.string(),
    address: z.record(z.string(), z.string()),
    tax_id: z.string(),
  })
  .partial();

const createParams = z.strictObject({
  type: form.text,
  card: z
    .strictObject({
      token: form.text,
      number: form.text,
      exp_month: form.integer,
      exp_year: form.integer,
      cvc: form.text,
    })
    .partial()
    .optional(),
  billing_details: billingDetails.optional(),
  metadata: form.metadata.optional(),
  expand: form.expand.optional(),
});

export const paymentMethodRoutes: readonly GatewayRoute[] = [
  {
    method: 'POST',
    pattern: '/v1/payment_methods',
    handle: ({ gateway, form: given }) => {
      const wanted = readForm(createParams, given);
      if (wanted.type !== 'card')
        throw refused('parameter_invalid', `This simulator makes cards only, not ${wanted.type}.`, 'type');
      const token = wanted.card?.token;
      const card = token === undefined ? cardOfNumber(wanted.card?.number ?? '4242424242424242') : cardOfToken(token);
      if (card === undefined) throw noSuch('token', token ?? '', 'card[token]');
      return createPaymentMethod(gateway, card, wanted.metadata ?? {}, wanted.billing_details).object;
    },
  },
  {
    method: 'GET',
    pattern: '/v1/payment_methods',
    handle: ({ gateway, form: given }) => {
      const wanted = readForm(
        z.strictObject({ ...listing, customer: form.text.optional(), type: form.text.optional() }),
        given,
      );
      const all =
        wanted.customer === undefined ? gateway.paymentMethods.all() : gateway.paymentMethods.ownedBy(wanted.customer);
      const found = all.map((one) => one.object).filter((one) => wanted.type === undefined || one.type === wanted.type);
      return page('/v1/payment_methods', found, wanted);
    },
  },
  {
    method: 'GET',
    pattern: '/v1/customers/{id}/payment_methods',
    handle: ({ gateway, params, form: given }) => {
      const wanted = readForm(z.strictObject({ ...listing, type: form.text.optional() }), given);
      const { id } = customerOf(gateway, param(params, 'id'));
      return page(
        `/v1/customers/${id}/payment_methods`,
        gateway.paymentMethods.ownedBy(id).map((one) => one.object),
        wanted,
      );
    },
  },
  {
    method: 'GET',
    pattern: '/v1/payment_methods/{id}',
    handle: ({ gateway, params }) => paymentMethodOf(gateway, param(params, 'id')).object,
  },
  {
    method: 'POST',
    pattern: '/v1/payment_methods/{id}/attach',
    handle: ({ gateway, params, form: given }) => {
      const { customer } = readForm(z.strictObject({ customer: form.text, expand: form.expand.optional() }), given);
      const owner = customerOf(gateway, customer, 'customer');
      const stored = owned(gateway, param(params, 'id'));
      const holder = idOf(stored.object.customer);
      if (holder !== null && holder !== owner.id) {
        throw refused(
          'payment_method_unexpected_state',
          'The payment method you provided has already been attached to a customer.',
        );
      }
      const attached = { ...stored.object, customer: owner.id };
      gateway.paymentMethods.put(attached.id, owner.id, { ...stored, object: attached });
      emit(gateway, 'payment_method.attached', attached);
      return attached;
    },
  },
  {
    method: 'POST',
    pattern: '/v1/payment_methods/{id}/detach',
    handle: ({ gateway, params }) => {
      const stored = paymentMethodOf(gateway, param(params, 'id'));
      if (stored.object.customer === null)
        throw refused(undefined, 'The payment method you provided is not attached to a customer.');
      const detached = { ...stored.object, customer: null };
      gateway.paymentMethods.put(detached.id, '', { ...stored, object: detached });
      emit(gateway, 'payment_method.detached', detached, { customer: stored.object.customer });
      return detached;
    },
  },
];

/**
 * A payment method, or what a test token such as `pm_card_visa` stands for. Reading a token shows it under the token's own name;
 * using it (`owned`) makes a payment method of its own, as Stripe does.
 * @throws StripeFailure resource_missing
 */
function paymentMethodOf(gateway: Gateway, id: string, name = 'payment_method'): StoredPaymentMethod {
  const stored = gateway.paymentMethods.get(id);
  if (stored !== undefined) return stored;
  const card = cardOfToken(id);
  if (card === undefined || !id.startsWith('pm_')) throw noSuch('PaymentMethod', id, name);
  return { object: cardObject(id, card, {}, undefined, Math.floor(Date.now() / 1000)), outcome: card.outcome };
}

/** Like `paymentMethodOf`, but a test token becomes a payment method with an id of its own. */
export function owned(gateway: Gateway, id: string): StoredPaymentMethod {
  const stored = gateway.paymentMethods.get(id);
  if (stored !== undefined) return stored;
  const card = cardOfToken(id);
  if (card === undefined || !id.startsWith('pm_')) throw noSuch('PaymentMethod', id, 'payment_method');
  return createPaymentMethod(gateway, card, {}, undefined);
}

export function createPaymentMethod(
  gateway: Gateway,
  card: TestCard,
  metadata: Readonly<Record<string, string>>,
  billing: z.infer<typeof billingDetails> | undefined,
): StoredPaymentMethod {
  const object = cardObject(newId('pm'), card, metadata, billing, secondsFor(gateway, { metadata }));
  const stored: StoredPaymentMethod = { object, outcome: card.outcome };
  gateway.paymentMethods.put(object.id, '', stored);
  return stored;
}

function cardObject(
  id: string,
  card: TestCard,
  metadata: Readonly<Record<string, string>>,
  billing: z.infer<typeof billingDetails> | undefined,
  created: number,
): Stripe.PaymentMethod {
  const year = new Date(created * 1000).getUTCFullYear();
  return {
    id,
    object: 'payment_method',
    allow_redisplay: 'unspecified',
    billing_details: {
      address: {
        city: null,
        country: null,
        line1: null,
        line2: null,
        postal_code: null,
        state: null,
        ...billing?.address,
      },
      email: billing?.email ?? null,
      name: billing?.name ?? null,
      phone: billing?.phone ?? null,
      tax_id: billing?.tax_id ?? null,
    },
    card: {
      brand: card.brand,
      checks: { address_line1_check: null, address_postal_code_check: null, cvc_check: 'pass' },
      country: card.country,
      display_brand: card.brand,
      exp_month: 12,
      exp_year: year + 3,
      fingerprint: `fp${card.number.slice(-14)}`,
      funding: card.funding,
      generated_from: null,
      last4: card.number.slice(-4),
      networks: { available: [card.brand], preferred: null },
      regulated_status: 'unregulated',
      three_d_secure_usage: { supported: true },
      wallet: null,
    },
    created,
    customer: null,
    customer_account: null,
    livemode: false,
    metadata: mergedMetadata({}, metadata),
    type: 'card',
  };
}
