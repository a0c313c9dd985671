import type Stripe from 'stripe';
import { z } from 'zod';
import { param } from '../../kit/router.ts';
import { noSuch, refused } from '../failure.ts';
import { form, listing, readForm } from '../form.ts';
import { type Gateway, idOf, newId, secondsFor } from '../gateway.ts';
import type { GatewayRoute } from '../gateway-call.ts';
import { page } from '../list.ts';
import { expireSession, put, refreshed, shown } from '../checkout.ts';
import { customerOf, mergedMetadata } from './customers.ts';
import { checkAmount } from './payment-intents.ts';

const lineItem = z.strictObject({
  price_data: z.strictObject({
    currency: form.currency,
    unit_amount: form.integer,
    product_data: z.strictObject({
      name: form.text,
      description: form.text.optional(),
      metadata: form.metadata.optional(),
    }),
    tax_behavior: z.enum(['exclusive', 'inclusive', 'unspecified']).optional(),
  }),
  quantity: form.integer.optional(),
});

const createParams = z.strictObject({
  mode: z.enum(['payment', 'setup', 'subscription']).optional(),
  line_items: z.array(lineItem).min(1),
  success_url: form.text.optional(),
  cancel_url: form.text.optional(),
  client_reference_id: form.text.optional(),
  customer: form.text.optional(),
  customer_email: form.text.optional(),
  customer_creation: z.enum(['always', 'if_required']).optional(),
  metadata: form.metadata.optional(),
  payment_intent_data: z
    .strictObject({
      description: form.text,
      metadata: form.metadata,
      setup_future_usage: z.enum(['off_session', 'on_session']),
    })
    .partial()
    .optional(),
  allowed_payment_method_types: form.words.optional(),
  currency: form.currency.optional(),
  expires_at: form.integer.optional(),
  locale: form.text.optional(),
  submit_type: form.text.optional(),
  expand: form.expand.optional(),
});

export const checkoutSessionRoutes: readonly GatewayRoute[] = [
  {
    method: 'POST',
    pattern: '/v1/checkout/sessions',
    handle: ({ gateway, form: given }) => createSession(gateway, readForm(createParams, given)),
  },
  {
    method: 'GET',
    pattern: '/v1/checkout/sessions',
    handle: ({ gateway, form: given }) => {
      const wanted = readForm(
        z.strictObject({ ...listing, payment_intent: form.text.optional(), customer: form.text.optional() }),
        given,
      );
      const found = gateway.sessions
        .all()
        .map((session) => refreshed(gateway, session))
        .filter((one) => wanted.payment_intent === undefined || idOf(one.payment_intent) === wanted.payment_intent)
        .filter((one) => wanted.customer === undefined || idOf(one.customer) === wanted.customer)
        .map((one) => shown(gateway, one));
      return page('/v1/checkout/sessions', found, wanted);
    },
  },
  {
    method: 'GET',
    pattern: '/v1/checkout/sessions/{id}',
    handle: ({ gateway, params }) => shown(gateway, sessionOf(gateway, param(params, 'id'))),
  },
  {
    method: 'GET',
    pattern: '/v1/checkout/sessions/{id}/line_items',
    handle: ({ gateway, params }) => sessionOf(gateway, param(params, 'id')).line_items ?? { object: 'list', data: [] },
  },
  {
    method: 'POST',
    pattern: '/v1/checkout/sessions/{id}/expire',
    handle: ({ gateway, params }) => {
      const session = sessionOf(gateway, param(params, 'id'));
      if (session.status !== 'open')
        throw refused(
          undefined,
          `Only Checkout Sessions with a status of open can be expired; this is ${session.status}.`,
        );
      return shown(gateway, expireSession(gateway, session));
    },
  },
];

/** @throws StripeFailure resource_missing */
export function sessionOf(gateway: Gateway, id: string): Stripe.Checkout.Session {
  const session = gateway.sessions.get(id);
  if (session === undefined) throw noSuch('checkout.session', id, 'session');
  return refreshed(gateway, session);
}

const DAY_S = 86_400;
const LEAST_LIFE_S = 1_800;

function createSession(gateway: Gateway, wanted: z.infer<typeof createParams>): Stripe.Checkout.Session {
  if ((wanted.mode ?? 'payment') !== 'payment')
    throw refused('parameter_invalid', `This simulator takes payments only, not mode=${wanted.mode}.`, 'mode');
  if (wanted.customer !== undefined && wanted.customer_email !== undefined) {
    throw refused(undefined, 'You may only specify one of these parameters: customer, customer_email.');
  }
  if (wanted.success_url === undefined)
    throw refused('parameter_missing', 'Missing required param: success_url.', 'success_url');
  const customer = wanted.customer === undefined ? undefined : customerOf(gateway, wanted.customer, 'customer');
  const currency = wanted.line_items[0]?.price_data.currency ?? '';
  if (wanted.line_items.some((item) => item.price_data.currency !== currency))
    throw refused(undefined, 'All line items must have the same currency.');
  const items = wanted.line_items.map((item) => lineItemObject(item));
  const amount = items.reduce((sum, item) => sum + item.amount_total, 0);
  checkAmount(amount, currency);

  const id = newId('cs_test');
  const metadata = mergedMetadata({}, wanted.metadata);
  const clientReference = wanted.client_reference_id ?? null;
  const created = secondsFor(gateway, { metadata, customer: wanted.customer, client_reference_id: clientReference });
  const expiresAt = wanted.expires_at ?? created + DAY_S;
  if (expiresAt < created + LEAST_LIFE_S || expiresAt > created + DAY_S) {
    throw refused(
      'parameter_invalid_integer',
      'expires_at must lie between 30 minutes and 24 hours from the creation of the session.',
      'expires_at',
    );
  }
  const session: Stripe.Checkout.Session = {
    ...BLANK,
    id,
    object: 'checkout.session',
    allowed_payment_method_types: wanted.allowed_payment_method_types ?? null,
    amount_subtotal: amount,
    amount_total: amount,
    cancel_url: wanted.cancel_url ?? null,
    client_reference_id: clientReference,
    created,
    currency,
    customer: customer?.id ?? null,
    customer_creation: customer === undefined ? (wanted.customer_creation ?? 'if_required') : null,
    customer_email: wanted.customer_email ?? null,
    expires_at: expiresAt,
    line_items: { object: 'list', data: items, has_more: false, url: `/v1/checkout/sessions/${id}/line_items` },
    locale: wanted.locale ?? null,
    metadata,
    mode: 'payment',
    payment_method_types: wanted.allowed_payment_method_types ?? ['card'],
    payment_status: 'unpaid',
    status: 'open',
    submit_type: wanted.submit_type ?? null,
    success_url: wanted.success_url,
    url: null,
  };
  const { description, metadata: intentMetadata, setup_future_usage } = wanted.payment_intent_data ?? {};
  gateway.intentData.put(id, '', { description, metadata: intentMetadata, setup_future_usage });
  return shown(gateway, put(gateway, session));
}

function lineItemObject(item: z.infer<typeof lineItem>): Stripe.LineItem {
  const quantity = item.quantity ?? 1;
  const total = item.price_data.unit_amount * quantity;
  return {
    id: newId('li'),
    object: 'item',
    adjustable_quantity: null,
    amount_discount: 0,
    amount_subtotal: total,
    amount_tax: 0,
    amount_total: total,
    currency: item.price_data.currency,
    description: item.price_data.product_data.name,
    metadata: {},
    price: null,
    quantity,
  };
}

/** Everything of a session that this simulator never fills. */
const BLANK = {
  adaptive_pricing: null,
  after_expiration: null,
  allow_promotion_codes: null,
  automatic_tax: { enabled: false, liability: null, provider: null, status: null },
  billing_address_collection: null,
  client_secret: null,
  collected_information: null,
  consent: null,
  consent_collection: null,
  currency_conversion: null,
  custom_fields: [],
  custom_text: { after_submit: null, shipping_address: null, submit: null, terms_of_service_acceptance: null },
  customer_account: null,
  customer_details: null,
  discounts: [],
  integration_identifier: null,
  invoice: null,
  invoice_creation: null,
  livemode: false,
  managed_payments: null,
  origin_context: null,
  payment_intent: null,
  payment_link: null,
  payment_method_collection: null,
  payment_method_configuration_details: null,
  payment_method_options: {},
  permissions: null,
  recovered_from: null,
  saved_payment_method_options: null,
  setup_intent: null,
  shipping_address_collection: null,
  shipping_cost: null,
  shipping_options: [],
  subscription: null,
  total_details: { amount_discount: 0, amount_shipping: 0, amount_tax: 0 },
  ui_mode: 'hosted_page',
  wallet_options: null,
} satisfies Partial<Stripe.Checkout.Session>;
