/** Contract 11.1: the one registration of the partner. */
export interface Registration {
  readonly subscriberId: string;
  readonly webhookUrl: string;
  readonly webhookEvents: readonly string[];
  /** The signature goes into `x-ms-signature` instead of `Authorization`. */
  readonly signatureTokenToMsSignatureHeader: boolean;
}

/** The key under which the one registration is stored. */
export const REGISTRATION = 'partner';

/** Contract 11.1: what became of a validation event; one result an attempt. Wall time. */
export interface Validation {
  readonly correlationId: string;
  readonly at: number;
  readonly callbackUrl: string;
  readonly finished: boolean;
  readonly results: readonly {
    readonly responseCode: string;
    readonly responseMessage: string;
    readonly systemError: boolean;
    readonly dateTimeUtc: string;
  }[];
}
