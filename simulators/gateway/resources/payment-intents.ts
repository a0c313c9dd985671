import type Stripe from 'stripe';
import { z } from 'zod';
import { param } from '../../kit/router.ts';
import { confirm, save, unexpectedState } from '../confirm.ts';
import { emit } from '../emit.ts';
import { noSuch, refused } from '../failure.ts';
import { form, listing, readForm } from '../form.ts';
import { type Gateway, idOf, newId, secondsFor } from '../gateway.ts';
import type { GatewayRoute } from '../gateway-call.ts';
import { page } from '../list.ts';
import { customerOf, mergedMetadata } from './customers.ts';
import { owned } from './payment-methods.ts';

const editable = {
  description: form.text.optional(),
  metadata: form.metadata.optional(),
  payment_method: form.text.optional(),
  receipt_email: form.text.optional(),
  setup_future_usage: z.enum(['off_session', 'on_session']).optional(),
  statement_descriptor: form.text.optional(),
  statement_descriptor_suffix: form.text.optional(),
  expand: form.expand.optional(),
};

const confirming = {
  off_session: form.boolean.optional(),
  error_on_requires_action: form.boolean.optional(),
  return_url: form.text.optional(),
};

const createParams = z.strictObject({
  ...editable,
  ...confirming,
  amount: form.integer,
  currency: form.currency,
  customer: form.text.optional(),
  confirm: form.boolean.optional(),
  allowed_payment_method_types: form.words.optional(),
  automatic_payment_methods: z
    .strictObject({ enabled: form.boolean, allow_redirects: z.enum(['always', 'never']).optional() })
    .optional(),
});
const updateParams = z.strictObject({ ...editable, amount: form.integer.optional(), customer: form.text.optional() });
const confirmParams = z.strictObject({
  ...confirming,
  payment_method: form.text.optional(),
  expand: form.expand.optional(),
});
const cancelParams = z.strictObject({
  cancellation_reason: z.enum(['abandoned', 'duplicate', 'fraudulent', 'requested_by_customer']).optional(),
  expand: form.expand.optional(),
});

export const paymentIntentRoutes: readonly GatewayRoute[] = [
  {
    method: 'POST',
    pattern: '/v1/payment_intents',
    handle: ({ gateway, form: given }) => {
      const wanted = readForm(createParams, given);
      if (
        wanted.confirm !== true &&
        (wanted.off_session ?? wanted.error_on_requires_action ?? wanted.return_url) !== undefined
      ) {
        throw refused(undefined, 'off_session, error_on_requires_action and return_url go with confirm=true only.');
      }
      const intent = createIntent(gateway, wanted);
      return wanted.confirm === true ? confirmed(gateway, intent, wanted) : intent;
    },
  },
  {
    method: 'GET',
    pattern: '/v1/payment_intents',
    handle: ({ gateway, form: given }) => {
      const wanted = readForm(z.strictObject({ ...listing, customer: form.text.optional() }), given);
      const all =
        wanted.customer === undefined ? gateway.paymentIntents.all() : gateway.paymentIntents.ownedBy(wanted.customer);
      return page('/v1/payment_intents', all, wanted);
    },
  },
  {
    method: 'GET',
    pattern: '/v1/payment_intents/{id}',
    handle: ({ gateway, params }) => intentOf(gateway, param(params, 'id')),
  },
  {
    method: 'POST',
    pattern: '/v1/payment_intents/{id}',
    handle: ({ gateway, params, form: given }) => {
      const intent = intentOf(gateway, param(params, 'id'));
      const wanted = readForm(updateParams, given);
      if (wanted.amount !== undefined && !intent.status.startsWith('requires_')) {
        throw unexpectedState(
          intent,
          `This PaymentIntent's amount could not be updated because it has a status of ${intent.status}.`,
        );
      }
      if (wanted.amount !== undefined) checkAmount(wanted.amount, intent.currency);
      if (wanted.customer !== undefined) customerOf(gateway, wanted.customer, 'customer');
      return save(gateway, {
        ...intent,
        amount: wanted.amount ?? intent.amount,
        customer: wanted.customer ?? intent.customer,
        description: wanted.description ?? intent.description,
        receipt_email: wanted.receipt_email ?? intent.receipt_email,
        setup_future_usage: wanted.setup_future_usage ?? intent.setup_future_usage,
        metadata: mergedMetadata(intent.metadata, wanted.metadata),
        ...(wanted.payment_method === undefined
          ? {}
          : {
              payment_method: owned(gateway, wanted.payment_method).object.id,
              status: 'requires_confirmation' as const,
            }),
      });
    },
  },
  {
    method: 'POST',
    pattern: '/v1/payment_intents/{id}/confirm',
    handle: ({ gateway, params, form: given }) => {
      const intent = intentOf(gateway, param(params, 'id'));
      return confirmed(gateway, intent, readForm(confirmParams, given));
    },
  },
  {
    method: 'POST',
    pattern: '/v1/payment_intents/{id}/cancel',
    handle: ({ gateway, params, form: given }) => {
      const intent = intentOf(gateway, param(params, 'id'));
      const wanted = readForm(cancelParams, given);
      if (!intent.status.startsWith('requires_')) {
        throw unexpectedState(
          intent,
          `You cannot cancel this PaymentIntent because it has a status of ${intent.status}.`,
        );
      }
      const canceled = save(gateway, {
        ...intent,
        status: 'canceled',
        canceled_at: secondsFor(gateway, intent),
        cancellation_reason: wanted.cancellation_reason ?? null,
      });
      emit(gateway, 'payment_intent.canceled', canceled);
      return canceled;
    },
  },
];

/** @throws StripeFailure resource_missing */
export function intentOf(gateway: Gateway, id: string, name = 'intent'): Stripe.PaymentIntent {
  const intent = gateway.paymentIntents.get(id);
  if (intent === undefined) throw noSuch('payment_intent', id, name);
  return intent;
}

function confirmed(
  gateway: Gateway,
  intent: Stripe.PaymentIntent,
  wanted: z.infer<typeof confirmParams>,
): Stripe.PaymentIntent {
  const offSession = wanted.off_session === true;
  const mayRedirect = intent.automatic_payment_methods?.allow_redirects === 'always';
  if (mayRedirect && !offSession && wanted.return_url === undefined) {
    throw refused(
      undefined,
      'This PaymentIntent accepts payment methods that may redirect; provide a return_url, or set automatic_payment_methods[allow_redirects] to never.',
      'return_url',
    );
  }
  const method = wanted.payment_method ?? idOf(intent.payment_method);
  return confirm(gateway, intent, method, offSession || wanted.error_on_requires_action === true);
}

type NewIntent = Omit<z.infer<typeof createParams>, 'confirm' | 'expand' | 'metadata'> & {
  readonly metadata?: Readonly<Record<string, string>> | undefined;
};

export function createIntent(gateway: Gateway, wanted: NewIntent): Stripe.PaymentIntent {
  checkAmount(wanted.amount, wanted.currency);
  if (wanted.customer !== undefined) customerOf(gateway, wanted.customer, 'customer');
  const methodId = wanted.payment_method === undefined ? null : owned(gateway, wanted.payment_method).object.id;
  const types = wanted.allowed_payment_method_types ?? null;
  const id = newId('pi');
  const metadata = mergedMetadata({}, wanted.metadata);
  const intent = save(gateway, {
    id,
    object: 'payment_intent',
    allowed_payment_method_types: types,
    amount: wanted.amount,
    amount_capturable: 0,
    amount_received: 0,
    application: null,
    application_fee_amount: null,
    // Stripe turns these on by default where no types are named.
    automatic_payment_methods:
      types === null
        ? { enabled: true, allow_redirects: wanted.automatic_payment_methods?.allow_redirects ?? 'always' }
        : null,
    canceled_at: null,
    cancellation_reason: null,
    capture_method: 'automatic_async',
    client_secret: `${id}_secret_${newId('s').slice(2)}`,
    confirmation_method: 'automatic',
    created: secondsFor(gateway, { metadata, customer: wanted.customer }),
    currency: wanted.currency,
    customer: wanted.customer ?? null,
    customer_account: null,
    description: wanted.description ?? null,
    excluded_payment_method_types: null,
    last_payment_error: null,
    latest_charge: null,
    livemode: false,
    managed_payments: null,
    metadata,
    next_action: null,
    on_behalf_of: null,
    payment_method: methodId,
    payment_method_configuration_details: null,
    payment_method_options: {},
    payment_method_types: types ?? ['card'],
    payment_record: null,
    processing: null,
    receipt_email: wanted.receipt_email ?? null,
    review: null,
    setup_future_usage: wanted.setup_future_usage ?? null,
    shipping: null,
    source: null,
    statement_descriptor: wanted.statement_descriptor ?? null,
    statement_descriptor_suffix: wanted.statement_descriptor_suffix ?? null,
    status: methodId === null ? 'requires_payment_method' : 'requires_confirmation',
    transfer_data: null,
    transfer_group: null,
  });
  emit(gateway, 'payment_intent.created', intent);
  return intent;
}

/** Stripe's least charge for the currencies at hand, minor units. */
const LEAST: Readonly<Record<string, number>> = { pln: 200, eur: 50, usd: 50, gbp: 30, czk: 1500 };

export function checkAmount(amount: number, currency: string): void {
  if (amount < 1)
    throw refused('parameter_invalid_integer', 'This value must be greater than or equal to 1.', 'amount');
  const least = LEAST[currency] ?? 1;
  if (amount < least)
    throw refused(
      'amount_too_small',
      `Amount must be at least ${least} in the smallest unit of ${currency}.`,
      'amount',
    );
}
