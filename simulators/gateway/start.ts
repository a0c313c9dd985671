import { z } from 'zod';
import { type Outcome, withHeaders } from '../kit/answer.ts';
import { commonControlRoutes, createControl } from '../kit/control.ts';
import { createFaults, httpFaults } from '../kit/faults.ts';
import type { Dialect } from '../kit/faulty-answer.ts';
import { createFaultyService } from '../kit/faulty-service.ts';
import { type Call, listen } from '../kit/http-server.ts';
import { hmacHeader } from '../kit/signature.ts';
import type { Simulator } from '../kit/simulator.ts';
import { dispatchUnderFaults, webhookFaults } from '../kit/webhook-faults.ts';
import { createWebhookSender } from '../kit/webhook-sender.ts';
import { refreshed } from './checkout.ts';
import { gatewayControlRoutes } from './control-routes.ts';
import { failureAnswer } from './failure.ts';
import { openGateway } from './gateway.ts';
import { payPageRoutes } from './pay-page.ts';
import { createRest, withStripeHeaders } from './rest.ts';

export interface GatewayOptions {
  readonly host?: string;
  /** 0 or absent: a free port. */
  readonly port?: number;
  readonly dataDir?: string | undefined;
  /** The API key that callers must present. */
  readonly secretKey: string;
  readonly webhook?: { readonly url: string; readonly secret: string } | undefined;
  /** Default 1,000 ms; doubles. */
  readonly firstRetryMs?: number | undefined;
}

const DIALECT: Dialect = {
  failure: (status) =>
    failureAnswer(status, {
      type: 'api_error',
      message: 'An error occurred while processing the request (simulated).',
    }),
  throttled: (seconds) =>
    withHeaders(
      failureAnswer(429, {
        type: 'invalid_request_error',
        code: 'rate_limit',
        message: 'Request rate limit exceeded.',
      }),
      {
        'retry-after': String(seconds),
      },
    ),
  refusal: (code, status) =>
    failureAnswer(status ?? 400, {
      type: 'invalid_request_error',
      code: String(code),
      message: `Refused by the simulator: ${code}.`,
    }),
};

const HTTP_KINDS = httpFaults.map((schema) => schema.shape.kind.value);
const gatewayFault = z.discriminatedUnion('kind', [...httpFaults, ...webhookFaults]);
type GatewayFault = z.infer<typeof gatewayFault>;

const EXPIRE_SESSIONS_EVERY_MS = 1_000;

/** Starts the gateway: Stripe's REST API, the payment page and `/control/…` on one port. */
export async function startGateway(options: GatewayOptions): Promise<Simulator> {
  const gateway = openGateway(options.dataDir);
  const faults = createFaults<GatewayFault>(gatewayFault);
  const sender = createWebhookSender({
    db: gateway.db,
    sign: hmacHeader('Stripe-Signature'),
    userAgent: 'Stripe/1.0 (+https://stripe.com/docs/webhooks)',
    target: options.webhook,
    firstRetryMs: options.firstRetryMs,
  });
  gateway.onEvent.deliver = (event) =>
    dispatchUnderFaults(sender, faults, { eventId: event.id, eventType: event.type, body: JSON.stringify(event) });
  const rest = createRest(gateway, options.secretKey);
  const control = createControl([
    ...commonControlRoutes({ clock: gateway.clock, faults, journal: gateway.journal, onClockMoved: expireSessions }),
    ...gatewayControlRoutes(gateway, sender),
  ]);
  const pages = createControl(payPageRoutes(gateway));
  const stopping = new AbortController();

  function expireSessions(): void {
    gateway.db.transaction(() => {
      for (const session of gateway.sessions.ownedBy('open')) refreshed(gateway, session);
    });
  }

  const service = createFaultyService({
    db: gateway.db,
    journal: gateway.journal,
    dialect: DIALECT,
    signal: stopping.signal,
    strike: (occasion) => faults.strike(occasion, HTTP_KINDS).filter(isHttpFault),
    describe: (call) => ({
      subject: null,
      requestId: call.headers['idempotency-key'] ?? null,
      businessTime: Date.now(),
    }),
    perform: rest,
    dress: withStripeHeaders,
  });

  function answer(call: Call): Promise<Outcome> {
    if (call.path.startsWith('/control/')) return control(call);
    return call.path.startsWith('/c/') ? pages(call) : service(call);
  }

  const at = { host: options.host ?? '127.0.0.1', port: options.port ?? 0 };
  const server = await listen(answer, at).catch(async (error: unknown) => {
    await sender.stop();
    gateway.db.close();
    throw error;
  });
  gateway.address.url = server.url;
  const expiring = setInterval(expireSessions, EXPIRE_SESSIONS_EVERY_MS);
  expiring.unref();
  return {
    url: server.url,
    stop: async () => {
      stopping.abort();
      clearInterval(expiring);
      await server.close();
      await sender.stop();
      gateway.db.close();
    },
  };
}

function isHttpFault(fault: GatewayFault): fault is Exclude<GatewayFault, { kind: `webhook${string}` }> {
  return !fault.kind.startsWith('webhook');
}
