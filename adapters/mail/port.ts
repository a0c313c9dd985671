export interface MailAddress {
  /** Shown beside the address; may hold any letter. */
  readonly name?: string;
  readonly address: string;
}

/** A message to put together. The same message gives the same bytes, whenever and wherever it is composed. */
export interface MailMessage {
  /** With or without angle brackets; one per notice. */
  readonly messageId: string;
  /** Epoch milliseconds; written to the second, in UTC. */
  readonly date: number;
  readonly from: MailAddress;
  readonly to: readonly MailAddress[];
  readonly replyTo?: MailAddress;
  readonly subject: string;
  readonly text: string;
  readonly html?: string;
  /** Further headers, for example `Auto-Submitted`. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly attachments?: readonly MailAttachment[];
}

export interface MailAttachment {
  readonly filename: string;
  readonly contentType: string;
  readonly content: Buffer;
}

export interface MailEnvelope {
  readonly from: string;
  readonly to: readonly string[];
}

export interface MailReceipt {
  /** The relay's 250: it has taken the responsibility for the message, for at least one recipient. */
  readonly accepted: boolean;
  /** The relay's last line. */
  readonly response: string;
  /** Recipients that the relay would not take while it took others. */
  readonly rejected: readonly string[];
}

/** What became of a message after the relay had taken it. */
export interface MailEvent {
  /** The provider's id of the event: the same event may come twice. Null where the provider gives none. */
  readonly id: string | null;
  readonly type: 'bounced' | 'delivered' | 'complaint';
  /** False for a bounce after which the message may still arrive (a full mailbox). */
  readonly permanent: boolean;
  /** Without angle brackets. */
  readonly messageId: string;
  readonly recipient: string;
  /** Epoch milliseconds. */
  readonly at: number;
  readonly reason: string | null;
}

/** Sends mail over SMTP. Methods reject with {@link MailError}. */
export interface Mailer {
  /** The message as RFC 5322 bytes. Store them: what is sent again after a crash must be the very same. */
  compose(message: MailMessage): Promise<Buffer>;
  /** Sends bytes as they are. */
  send(mail: { readonly envelope: MailEnvelope; readonly raw: Buffer }): Promise<MailReceipt>;
  /** @throws MailError `badSignature`, `malformed` */
  verifyWebhook(rawBody: Buffer, signatureHeader: string): MailEvent;
  close(): void;
}

/**
 * - `rejected`: the relay said no for good (5xx).
 * - `temporary`: the relay did not take it this time (4xx, no connection, sign-in refused); nothing was sent.
 * - `doubtful`: the whole message went out and the relay's answer did not come; it may have been taken.
 */
export type MailErrorKind = 'rejected' | 'temporary' | 'doubtful' | 'badSignature' | 'malformed';

export class MailError extends Error {
  override readonly name = 'MailError';
  readonly kind: MailErrorKind;
  /** SMTP reply code; null when no reply came. */
  readonly smtpCode: number | null;
  /** The relay's own line, for a person; it may hold an address, so it is not part of `message`. */
  readonly response: string | null;

  constructor(
    kind: MailErrorKind,
    origin: { smtpCode?: number | null; response?: string | null; cause?: unknown } = {},
  ) {
    const { smtpCode = null, response = null, cause } = origin;
    super(`Mail: ${kind}${smtpCode === null ? '' : ` (SMTP ${smtpCode})`}`, { cause });
    this.kind = kind;
    this.smtpCode = smtpCode;
    this.response = response;
  }
}
