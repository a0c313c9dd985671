/** An exact amount: integer minor units (grosz, cent) of an ISO 4217 currency. Frozen; may be negative. */
export interface Money {
  readonly minor: bigint;
  readonly currency: string;
}
