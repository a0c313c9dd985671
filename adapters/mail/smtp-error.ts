import { MailError } from './port.ts';

/** What nodemailer says about a failed delivery; every field may be missing. */
interface SmtpFailure {
  readonly responseCode?: unknown;
  readonly response?: unknown;
}

const isFailure = (error: unknown): error is SmtpFailure => typeof error === 'object' && error !== null;

/**
 * The error of a failed delivery. A reply decides: 5xx is for good (503, a session out of step, is not), everything else
 * is for now. Without a reply it depends on how far the message got: once its last byte was handed over, the relay may
 * have taken it.
 */
export function mailErrorOf(error: unknown, handedOver: boolean): MailError {
  const failure = isFailure(error) ? error : {};
  const smtpCode = typeof failure.responseCode === 'number' ? failure.responseCode : null;
  const response = typeof failure.response === 'string' ? failure.response : null;
  const origin = { smtpCode, response, cause: error };
  if (smtpCode === null) return new MailError(handedOver ? 'doubtful' : 'temporary', origin);
  const forGood = smtpCode >= 500 && smtpCode < 600 && smtpCode !== 503 && !isSignIn(smtpCode);
  return new MailError(forGood ? 'rejected' : 'temporary', origin);
}

/** Our sign-in at the relay was refused: that is our trouble, and says nothing about the message. */
const isSignIn = (smtpCode: number): boolean =>
  smtpCode === 530 || smtpCode === 534 || smtpCode === 535 || smtpCode === 538;
