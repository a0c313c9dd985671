/**
 * What was wrong with a delivery, in the order of checking (contract section 11.3):
 * - `headersMissing`: signature, certificate address or algorithm is not there.
 * - `bodyTooLarge`: more than 1 MiB.
 * - `certificateUrl`: the certificate lies elsewhere than where Microsoft keeps its own.
 * - `certificateUnreachable`: it, or the certificate of its issuer, could not be fetched; the delivery may be genuine.
 * - `certificateUnreadable`: what was fetched is no certificate.
 * - `chain`: it does not lead to a trusted root.
 * - `dates`: a certificate of the chain is not valid yet, or no longer.
 * - `organisation`: it was made out to somebody else.
 * - `algorithm`: not exactly `rsa-sha256`, or no RSA key.
 * - `signature`: it is not the signature of these bytes.
 * - `malformed`: signed by Microsoft, and not an event as the contract has it.
 */
export type WebhookRefusal =
  | 'headersMissing'
  | 'bodyTooLarge'
  | 'certificateUrl'
  | 'certificateUnreachable'
  | 'certificateUnreadable'
  | 'chain'
  | 'dates'
  | 'organisation'
  | 'algorithm'
  | 'signature'
  | 'malformed';

/** A delivery that must not be believed. Its message holds the reason only. */
export class WebhookRefused extends Error {
  override readonly name = 'WebhookRefused';
  readonly reason: WebhookRefusal;

  constructor(reason: WebhookRefusal, options?: ErrorOptions) {
    super(`The delivery is refused: ${reason}.`, options);
    this.reason = reason;
  }
}
