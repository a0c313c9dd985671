import { MailError } from './port.ts';

/** What nodemailer says about a failed delivery; every field may be missing. */
interface SmtpFailure {
  readonly code?: unknown;
  readonly command?: unknown;
  readonly responseCode?: unknown;
  readonly response?: unknown;
}

const isFailure = (error: unknown): error is SmtpFailure => typeof error === 'object' && error !== null;

/** Replies to these speak of the message; replies to anything else (greeting, TLS, sign-in) speak of us. */
const aboutTheMessage: ReadonlySet<unknown> = new Set(['MAIL FROM', 'RCPT TO', 'DATA']);
/** 503: the session was out of step. 530 and 53x: the relay wants a better sign-in. Neither is the message's fault. */
const aboutTheSession: ReadonlySet<number> = new Set([503, 530, 534, 535, 538]);
/** Without a reply: an address or a message that nodemailer itself would not send. */
const unsendable: ReadonlySet<unknown> = new Set(['EENVELOPE', 'EMESSAGE']);

/**
 * The error of a failed delivery. A reply decides: 5xx to the message is for good, everything else is for now. Without a
 * reply it depends on how far the message got: once its last byte was handed over, the relay may have taken it.
 */
export function mailErrorOf(error: unknown, handedOver: boolean): MailError {
  const { code, command, responseCode, response } = isFailure(error) ? error : {};
  const smtpCode = typeof responseCode === 'number' ? responseCode : null;
  const origin = { smtpCode, response: typeof response === 'string' ? response : null, cause: error };
  if (smtpCode === null) {
    if (handedOver) return new MailError('doubtful', origin);
    return new MailError(unsendable.has(code) ? 'rejected' : 'temporary', origin);
  }
  const forGood = smtpCode >= 500 && smtpCode < 600 && aboutTheMessage.has(command) && !aboutTheSession.has(smtpCode);
  return new MailError(forGood ? 'rejected' : 'temporary', origin);
}
