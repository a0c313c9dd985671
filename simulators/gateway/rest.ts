import { createHash } from 'node:crypto';
import { type Answer, json, withHeaders } from '../kit/answer.ts';
import { type Collection, collection, forgetBefore } from '../kit/documents.ts';
import type { Performed } from '../kit/faulty-service.ts';
import type { Call } from '../kit/http-server.ts';
import { createRouter } from '../kit/router.ts';
import { expanded } from './expand.ts';
import { failureAnswer, StripeFailure } from './failure.ts';
import { parseForm } from './form.ts';
import { API_VERSION, type Gateway, newId } from './gateway.ts';
import type { GatewayRoute } from './gateway-call.ts';
import { chargeRoutes } from './resources/charges.ts';
import { checkoutSessionRoutes } from './resources/checkout-sessions.ts';
import { customerRoutes } from './resources/customers.ts';
import { disputeRoutes } from './resources/disputes.ts';
import { eventRoutes } from './resources/events.ts';
import { paymentIntentRoutes } from './resources/payment-intents.ts';
import { paymentMethodRoutes } from './resources/payment-methods.ts';
import { refundRoutes } from './resources/refunds.ts';

const ROUTES: readonly GatewayRoute[] = [
  ...customerRoutes,
  ...paymentMethodRoutes,
  ...paymentIntentRoutes,
  ...chargeRoutes,
  ...checkoutSessionRoutes,
  ...refundRoutes,
  ...disputeRoutes,
  ...eventRoutes,
];

interface Kept {
  readonly answer: Answer;
  readonly endpoint: string;
  readonly fingerprint: string;
  readonly at: number;
}

const KEY_LIFE_MS = 24 * 3_600_000;

/** Answers one call to `/v1/…`; runs inside the transaction of its caller. */
export function createRest(gateway: Gateway, secretKey: string): (call: Call) => Performed {
  const find = createRouter(ROUTES);
  const kept: Collection<Kept> = collection(gateway.db, 'idempotency-key');
  forgetBefore(gateway.db, 'idempotency-key', Date.now() - KEY_LIFE_MS);

  function resource(call: Call): Answer {
    const found = find(call.method, call.path);
    if (found === 'unknown' || found === 'wrongMethod') {
      throw new StripeFailure(404, {
        type: 'invalid_request_error',
        message: `Unrecognized request URL (${call.method}: ${call.path}).`,
      });
    }
    const form = parseForm(call.method === 'POST' ? call.body.toString('utf8') : call.query.toString());
    const value = found.route.handle({ gateway, params: found.params, form });
    return json(200, expanded(gateway, value, expandPaths(form)));
  }

  /** Carries the call out; what it wrote before refusing stays written. */
  function attempted(call: Call): { readonly answer: Answer; readonly keep: boolean } {
    try {
      return { answer: resource(call), keep: true };
    } catch (error) {
      if (error instanceof StripeFailure)
        return { answer: failureAnswer(error.status, error.body), keep: !error.beforeExecution };
      throw error;
    }
  }

  return (call) => {
    if (!isAuthorized(call, secretKey)) {
      return {
        answer: failureAnswer(401, { type: 'invalid_request_error', message: 'Invalid API Key provided.' }),
        replayed: false,
      };
    }
    const key = call.method === 'POST' ? call.headers['idempotency-key'] : undefined;
    if (key === undefined) return { answer: attempted(call).answer, replayed: false };

    const endpoint = `${call.method} ${call.path}`;
    const fingerprint = createHash('sha256').update(call.body).digest('hex');
    const earlier = kept.get(key);
    if (earlier !== undefined && Date.now() - earlier.at < KEY_LIFE_MS) {
      if (earlier.endpoint !== endpoint)
        return {
          answer: keyMisused(key, `the same endpoint they were first used for (${earlier.endpoint})`),
          replayed: false,
        };
      if (earlier.fingerprint !== fingerprint)
        return { answer: keyMisused(key, 'the same parameters they were first used with'), replayed: false };
      return { answer: withHeaders(earlier.answer, { 'idempotent-replayed': 'true' }), replayed: true };
    }
    const { answer, keep } = attempted(call);
    if (keep) kept.put(key, '', { answer, endpoint, fingerprint, at: Date.now() });
    return { answer, replayed: false };
  };
}

function keyMisused(key: string, what: string): Answer {
  return failureAnswer(400, {
    type: 'idempotency_error',
    message: `Keys for idempotent requests can only be used with ${what}. Try using a key other than '${key}' if you meant to execute a different request.`,
  });
}

function isAuthorized(call: Call, secretKey: string): boolean {
  const header = call.headers['authorization'] ?? '';
  if (header.startsWith('Basic ')) return Buffer.from(header.slice(6), 'base64').toString('utf8') === `${secretKey}:`;
  return header === `Bearer ${secretKey}`;
}

function expandPaths(form: unknown): string[] {
  if (typeof form !== 'object' || form === null || !('expand' in form) || !Array.isArray(form.expand)) return [];
  return form.expand.filter((path) => typeof path === 'string');
}

/** Every answer of Stripe names the request and the version it speaks. */
export function withStripeHeaders(answer: Answer, call: Call): Answer {
  const key = call.headers['idempotency-key'];
  return withHeaders(answer, {
    'request-id': newId('req'),
    'stripe-version': call.headers['stripe-version'] ?? API_VERSION,
    ...(key === undefined ? {} : { 'idempotency-key': key }),
  });
}
