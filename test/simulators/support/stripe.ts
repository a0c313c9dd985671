import { Stripe } from 'stripe';
import { type GatewayOptions, startGateway } from '../../../simulators/gateway/start.ts';
import { lever } from './levers.ts';

const SECRET_KEY = 'sk_test_simulators';

/** A gateway on a free port, the official SDK pointed at it, and its levers. */
export async function gateway(options: Partial<GatewayOptions> = {}) {
  const simulator = await startGateway({ secretKey: SECRET_KEY, firstRetryMs: 20, ...options });
  const { hostname, port } = new URL(simulator.url);
  const stripe = new Stripe(SECRET_KEY, { host: hostname, port: Number(port), protocol: 'http', maxNetworkRetries: 0 });
  return {
    url: simulator.url,
    stripe,
    stop: () => simulator.stop(),
    pull: <T = unknown>(method: string, path: string, body?: object): Promise<T> =>
      lever<T>(simulator.url, method, path, body),
    /** A bare form call, for what the SDK would not send. */
    post: (path: string, form: string, headers: Record<string, string> = {}) =>
      fetch(`${simulator.url}${path}`, {
        method: 'POST',
        headers: {
          authorization: `Bearer ${SECRET_KEY}`,
          'content-type': 'application/x-www-form-urlencoded',
          ...headers,
        },
        body: form,
      }),
    /** A checkout for 500,00 PLN. */
    checkout: (change: Partial<Stripe.Checkout.SessionCreateParams> = {}) =>
      stripe.checkout.sessions.create({
        mode: 'payment',
        success_url: 'https://shop.example/done?session={CHECKOUT_SESSION_ID}',
        line_items: [
          {
            quantity: 1,
            price_data: { currency: 'pln', unit_amount: 50_000, product_data: { name: 'Prepayment <1>' } },
          },
        ],
        ...change,
      }),
  };
}

/** The error that `work` ends with; fails when it does not. */
export async function stripeError(work: Promise<unknown>): Promise<Stripe.errors.StripeError> {
  try {
    await work;
  } catch (error) {
    if (error instanceof Stripe.errors.StripeError) return error;
    throw error;
  }
  throw new Error('it was not refused');
}
