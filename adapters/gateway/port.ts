import type { Money } from '../../domain/money.ts';

export type PaymentMethodKind = 'card' | 'sepaDebit' | 'blik' | 'bankTransfer' | 'other';
export type CardFunding = 'credit' | 'debit' | 'prepaid' | 'unknown';

export interface PaymentMethodView {
  readonly id: string;
  readonly kind: PaymentMethodKind;
  /** The processor's word, not the payer's (practice 14). Null for what is no card; a word not known here is `unknown`. */
  readonly funding: CardFunding | null;
  /** The same card or account has the same fingerprint, whoever registers it. */
  readonly fingerprint: string | null;
  /** ISO 3166 alpha-2 of the issuer. */
  readonly country: string | null;
  /** Last day on which the card is good, a calendar day. */
  readonly expiresOn: string | null;
}

export interface NewCheckout {
  /** Our customer's id; the gateway shows it and gives it back. */
  readonly customerRef: string;
  readonly amount: Money;
  /** What the payer reads. */
  readonly description: string;
  /** Comes back with every event of the payment. Ids only. */
  readonly metadata: Readonly<Record<string, string>>;
  readonly idempotencyKey: string;
}

/** A page on which the customer pays once. */
export interface Checkout {
  readonly id: string;
  /** Where to send the customer. */
  readonly url: string;
  /** Instant at which the page stops working, epoch milliseconds. */
  readonly expiresAt: number;
}

export interface NewCharge {
  readonly paymentMethod: string;
  readonly amount: Money;
  readonly customerRef: string;
  readonly metadata: Readonly<Record<string, string>>;
  /** A declined charge stays declined under its key; another try is another key. */
  readonly idempotencyKey: string;
}

export interface ChargeOutcome {
  readonly id: string;
  /** `processing`: the money is on its way (direct debit); an event says later how it ended. */
  readonly state: 'succeeded' | 'processing' | 'declined';
  readonly declineCode: string | null;
}

export type GatewayEventType = 'payment.settled' | 'payment.failed' | 'payment.disputed' | 'dispute.closed' | 'other';

/**
 * Something happened to a payment. Events come late, twice and out of order, and a payment made through a checkout is
 * announced twice under different event ids: what counts once is `paymentId`.
 */
export interface GatewayEvent {
  readonly id: string;
  readonly type: GatewayEventType;
  /** The gateway's own word for it, for logs and audit. */
  readonly sourceType: string;
  readonly paymentId: string | null;
  readonly checkoutId: string | null;
  readonly disputeId: string | null;
  /** Settled, failed or disputed amount. */
  readonly amount: Money | null;
  readonly metadata: Readonly<Record<string, string>>;
  /** Decline code of a failed payment, reason of a dispute. */
  readonly reason: string | null;
  /** How a dispute closed: `won` = the money stays with us. */
  readonly outcome: 'won' | 'lost' | null;
  /** Instant of the event at the gateway, epoch milliseconds. */
  readonly at: number;
}

/** A payment gateway. Methods reject with {@link GatewayError}. */
export interface Gateway {
  readPaymentMethod(id: string): Promise<PaymentMethodView>;
  createCheckout(checkout: NewCheckout): Promise<Checkout>;
  /** What a payment was made with; null where the gateway does not say. */
  readPaidWith(paymentId: string): Promise<PaymentMethodView | null>;
  /** Takes money from an instrument on file, without the customer being there. A decline is an outcome, not an error. */
  charge(charge: NewCharge): Promise<ChargeOutcome>;
  /** @throws GatewayError `badSignature` when body, signature and time do not fit; `malformed` when the event cannot be read */
  verifyWebhook(rawBody: Buffer, signatureHeader: string): GatewayEvent;
  close(): void;
}

/**
 * - `refused`: no, and no again until something changes.
 * - `throttled`, `unavailable`: nothing happened; again later with the same idempotency key.
 * - `doubtful`: may have happened; the same call with the same idempotency key tells.
 * - `unauthorized`: our key or its rights; concerns every call.
 */
export type GatewayErrorKind =
  | 'refused'
  | 'notFound'
  | 'throttled'
  | 'unavailable'
  | 'doubtful'
  | 'unauthorized'
  | 'badSignature'
  | 'malformed';

export class GatewayError extends Error {
  override readonly name = 'GatewayError';
  readonly kind: GatewayErrorKind;
  /** The gateway's code, or ours where nothing was sent. */
  readonly code: string | null;
  readonly httpStatus: number | null;
  /** The gateway's words, for a person; not part of `message`, which stands in logs. */
  readonly description: string | null;

  constructor(
    kind: GatewayErrorKind,
    origin: { code?: string | null; httpStatus?: number | null; description?: string | null; cause?: unknown } = {},
  ) {
    const { code = null, httpStatus = null, description = null, cause } = origin;
    super(`Payment gateway: ${kind}${code === null ? '' : ` (${code})`}`, { cause });
    this.kind = kind;
    this.code = code;
    this.httpStatus = httpStatus;
    this.description = description;
  }
}
