import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { Stripe } from 'stripe';
import { type Runtime, systemRuntime } from '../runtime.ts';
import { gatewayEventOf } from './gateway-event.ts';
import { paymentMethodView } from './payment-method.ts';
import { type ChargeOutcome, type Gateway, GatewayError, type NewCharge } from './port.ts';
import { toStripeAmount } from './stripe-amount.ts';
import { gatewayErrorOf } from './stripe-error.ts';

export interface GatewayOptions {
  readonly secretKey: string;
  /** Signs the events that Stripe sends us. */
  readonly webhookSecret: string;
  /** Where the payer goes after the checkout page. */
  readonly successUrl: string;
  readonly cancelUrl: string;
  /** Default: Stripe itself. */
  readonly host?: string;
  readonly port?: number;
  readonly protocol?: 'http' | 'https';
  /** Milliseconds for one HTTP call; default 30,000. */
  readonly timeoutMs?: number;
  /** Repetitions of a failed call, under the same idempotency key; default 2. */
  readonly maxRetries?: number;
  /** Oldest signature accepted, in seconds; default 300. */
  readonly webhookToleranceSeconds?: number;
  readonly runtime?: Runtime;
}

const declined = (id: string, declineCode: string | null): ChargeOutcome => ({ id, state: 'declined', declineCode });

function outcomeOf(intent: Stripe.PaymentIntent): ChargeOutcome {
  const { id, status, last_payment_error: error } = intent;
  if (status === 'succeeded') return { id, state: 'succeeded', declineCode: null };
  if (status === 'processing') return { id, state: 'processing', declineCode: null };
  // The payer would have to confirm and is not there: for an instrument on file that is a decline.
  if (status === 'requires_action' || status === 'requires_confirmation')
    return declined(id, 'authentication_required');
  return declined(id, error?.decline_code ?? error?.code ?? status);
}

async function reading<T>(call: Promise<T>): Promise<T> {
  return call.catch((error: unknown): never => {
    throw gatewayErrorOf(error, false);
  });
}

/** A client of Stripe, or of what speaks like it. */
export function createGateway(options: GatewayOptions): Gateway {
  const runtime = options.runtime ?? systemRuntime;
  const protocol = options.protocol ?? 'https';
  const agent = protocol === 'http' ? new HttpAgent({ keepAlive: true }) : new HttpsAgent({ keepAlive: true });
  const stripe = new Stripe(options.secretKey, {
    protocol,
    ...(options.host === undefined ? {} : { host: options.host }),
    ...(options.port === undefined ? {} : { port: options.port }),
    httpAgent: agent,
    timeout: options.timeoutMs ?? 30_000,
    maxNetworkRetries: options.maxRetries ?? 2,
    telemetry: false,
  });

  const confirmIntent = async ({
    paymentMethod,
    amount,
    customerRef,
    metadata,
    idempotencyKey,
  }: NewCharge): Promise<ChargeOutcome> => {
    // An instrument that belongs to a customer at Stripe is charged only together with that customer.
    const { customer } = await reading(stripe.paymentMethods.retrieve(paymentMethod));
    const owner = typeof customer === 'string' ? customer : customer?.id;
    try {
      return outcomeOf(
        await stripe.paymentIntents.create(
          {
            ...toStripeAmount(amount),
            payment_method: paymentMethod,
            ...(owner === undefined ? {} : { customer: owner }),
            confirm: true,
            off_session: true,
            // Nobody is there to be sent to a bank's page.
            automatic_payment_methods: { enabled: true, allow_redirects: 'never' },
            metadata: { ...metadata, customerRef },
          },
          { idempotencyKey },
        ),
      );
    } catch (error) {
      if (!(error instanceof Stripe.errors.StripeCardError)) throw gatewayErrorOf(error, true);
      return declined(error.payment_intent?.id ?? error.charge ?? '', error.decline_code ?? error.code ?? null);
    }
  };

  return {
    readPaymentMethod: async (id) => paymentMethodView(await reading(stripe.paymentMethods.retrieve(id))),

    async readPaidWith(paymentId) {
      const intent = await reading(stripe.paymentIntents.retrieve(paymentId, { expand: ['payment_method'] }));
      const { payment_method: method } = intent;
      return method === null || typeof method === 'string' ? null : paymentMethodView(method);
    },

    async createCheckout({ customerRef, amount, description, metadata, idempotencyKey }) {
      const { amount: units, currency } = toStripeAmount(amount);
      const told = { ...metadata, customerRef };
      const session = await stripe.checkout.sessions
        .create(
          {
            mode: 'payment',
            line_items: [
              { quantity: 1, price_data: { currency, unit_amount: units, product_data: { name: description } } },
            ],
            client_reference_id: customerRef,
            metadata: told,
            payment_intent_data: { metadata: told },
            success_url: options.successUrl,
            cancel_url: options.cancelUrl,
          },
          { idempotencyKey },
        )
        .catch((error: unknown): never => {
          throw gatewayErrorOf(error, true);
        });
      if (!session.url) throw new GatewayError('malformed', { code: 'no_checkout_url' });
      return { id: session.id, url: session.url, expiresAt: session.expires_at * 1000 };
    },

    charge: confirmIntent,

    verifyWebhook(rawBody, signatureHeader) {
      const tolerance = options.webhookToleranceSeconds ?? 300;
      let event: unknown;
      try {
        event = stripe.webhooks.constructEvent(
          rawBody,
          signatureHeader,
          options.webhookSecret,
          tolerance,
          undefined,
          runtime.now(),
        );
      } catch (error) {
        const forged = error instanceof Stripe.errors.StripeSignatureVerificationError;
        throw new GatewayError(forged ? 'badSignature' : 'malformed', { cause: error });
      }
      return gatewayEventOf(event);
    },

    close: () => agent.destroy(),
  };
}
