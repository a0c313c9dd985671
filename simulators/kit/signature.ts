import { createHmac } from 'node:crypto';

/** `t=<seconds>,v1=<hex>` over `<t>.<body>` with HMAC-SHA256: Stripe's scheme, and the mailbox's. */
function signatureHeader(body: string, secret: string, atSeconds: number): string {
  const digest = createHmac('sha256', secret).update(`${atSeconds}.${body}`, 'utf8').digest('hex');
  return `t=${atSeconds},v1=${digest}`;
}

export interface SecretTarget {
  readonly url: string;
  readonly secret: string;
}

/** Signs a delivery by that scheme, in the header `name` (`Stripe-Signature`, `X-Mail-Signature`), with the present second. */
export function hmacHeader(name: string): (delivery: { body: string }, target: SecretTarget) => Record<string, string> {
  return ({ body }, { secret }) => ({ [name]: signatureHeader(body, secret, Math.floor(Date.now() / 1000)) });
}
