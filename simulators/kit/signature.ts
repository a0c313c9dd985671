import { createHmac } from 'node:crypto';

/** `t=<seconds>,v1=<hex>` over `<t>.<body>` with HMAC-SHA256: Stripe's scheme, and the mailbox's. */
export function signatureHeader(body: string, secret: string, atSeconds: number): string {
  const digest = createHmac('sha256', secret).update(`${atSeconds}.${body}`, 'utf8').digest('hex');
  return `t=${atSeconds},v1=${digest}`;
}
