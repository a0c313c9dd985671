import { createHmac } from 'node:crypto';
import type { Answered, TestApi } from './api.ts';
import { GATEWAY_SECRET, MAIL_SECRET } from './api.ts';

/** `t=<seconds>,v1=<hex>` over `<t>.<body>`: how gateway and mail provider sign. */
function signed(body: string, secret: string, at: number): string {
  const seconds = Math.floor(at / 1000);
  return `t=${seconds},v1=${createHmac('sha256', secret).update(`${seconds}.${body}`).digest('hex')}`;
}

export interface Sending {
  readonly secret?: string;
  /** Instant of signing; default now. */
  readonly at?: number;
  /** What is sent in place of what was signed. */
  readonly forged?: string;
}

/** Sends an event of the gateway as Stripe does. */
export async function stripeSends(api: TestApi, event: object, sending: Sending = {}): Promise<Answered> {
  const body = JSON.stringify(event);
  const signature = signed(body, sending.secret ?? GATEWAY_SECRET, sending.at ?? Date.now());
  return await api.ask('POST', '/webhooks/stripe', {
    as: null,
    text: sending.forged ?? body,
    headers: { 'stripe-signature': signature },
  });
}

/** Sends a report of the mail provider. */
export async function mailSends(api: TestApi, report: object, sending: Sending = {}): Promise<Answered> {
  const body = JSON.stringify(report);
  const signature = signed(body, sending.secret ?? MAIL_SECRET, sending.at ?? Date.now());
  return await api.ask('POST', '/webhooks/mail', {
    as: null,
    text: sending.forged ?? body,
    headers: { 'x-mail-signature': signature },
  });
}
