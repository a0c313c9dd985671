import { Stripe } from 'stripe';
import { GatewayError } from './port.ts';

const causeCode = (detail: unknown): string =>
  typeof detail === 'object' && detail !== null && 'code' in detail ? String(detail.code) : '';

const neverSent: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
]);

/** What an error of Stripe's SDK means here. After a write, whatever is not a clear answer is `doubtful`. */
export function gatewayErrorOf(error: unknown, write: boolean): GatewayError {
  if (error instanceof GatewayError) return error;
  if (!(error instanceof Stripe.errors.StripeError))
    return new GatewayError(write ? 'doubtful' : 'unavailable', { cause: error });
  const origin = {
    code: error.code ?? error.type,
    httpStatus: error.statusCode ?? null,
    description: error.message,
    cause: error,
  };
  if (error instanceof Stripe.errors.StripeSignatureVerificationError)
    return new GatewayError('badSignature', { cause: error });
  if (error instanceof Stripe.errors.StripeConnectionError) {
    const sent = !neverSent.has(causeCode(error.detail));
    return new GatewayError(write && sent ? 'doubtful' : 'unavailable', origin);
  }
  if (error instanceof Stripe.errors.StripeRateLimitError || error.statusCode === 429)
    return new GatewayError('throttled', origin);
  if (
    error instanceof Stripe.errors.StripeAuthenticationError ||
    error instanceof Stripe.errors.StripePermissionError
  ) {
    return new GatewayError('unauthorized', origin);
  }
  if (error.statusCode === 404 || error.code === 'resource_missing') return new GatewayError('notFound', origin);
  // The first call with this idempotency key is still running: its answer comes under the same key.
  if (error.statusCode === 409) return new GatewayError(write ? 'doubtful' : 'unavailable', origin);
  if ((error.statusCode ?? 500) >= 500) return new GatewayError(write ? 'doubtful' : 'unavailable', origin);
  return new GatewayError('refused', origin);
}
